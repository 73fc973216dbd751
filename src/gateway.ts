// One gateway: says on standard output where it listens, and stops gracefully when asked or when its parent is gone.
import module from 'node:module'

module.enableCompileCache?.()

// After that line, so that everything below is compiled once and cached.
const { runGateway } = await import('./app/run-gateway.ts')
await runGateway()
