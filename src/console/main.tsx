import './styles/index.css'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { applyTheme } from './data/theme.ts'
import { router } from './router.ts'

applyTheme()

const place = document.getElementById('root')
if (place === null) throw new Error('index.html has no element #root')
createRoot(place).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
)
