import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `vite dev src/console` finds a running gateway. */
const gateway = process.env['GATEWAY_URL'] ?? 'http://localhost:4000'

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: '../../build/console',
    emptyOutDir: true,
    // A file inside a data: address would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/graphql': { target: gateway, ws: true },
      '/console/session': { target: gateway },
      '/console/sandbox': { target: gateway },
    },
  },
})
