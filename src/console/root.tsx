import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { PerennialError } from '../client/index.ts'
import { NotFound } from './components/states.tsx'
import { Toast } from './components/toast.tsx'
import { session } from './data/session.ts'
import { Shell } from './shell/shell.tsx'

export const rootRoute = createRootRoute({
  component: () => (
    <>
      <Outlet />
      <Toast />
    </>
  ),
  notFoundComponent: NotFound,
})

/** Every page that needs a session. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  async beforeLoad({ location }) {
    try {
      return await session()
    } catch (error) {
      const isSignedOut = error instanceof PerennialError && error.code === 'UNAUTHENTICATED'
      throw isSignedOut ? redirect({ to: '/sign-in', search: { next: location.href } }) : error
    }
  },
  component: Shell,
})
