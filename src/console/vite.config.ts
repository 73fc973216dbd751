import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `npm run build` uses it (scripts/build/console.ts), and `npx vite src/console` while one works on the console.

/** A running gateway. */
const gateway = process.env['GATEWAY_URL'] ?? 'http://localhost:4000'

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  build: {
    emptyOutDir: true,
    // A file inside a data: address would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_000,
  },
  server: {
    proxy: {
      '/graphql': { target: gateway, ws: true },
      '/console/session': { target: gateway },
      '/console/sandbox': { target: gateway },
    },
  },
})
