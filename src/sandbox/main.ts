// The provider simulators: says on standard output where they listen, and stops when asked or when its parent is gone.
import module from 'node:module'

module.enableCompileCache?.()

// After that line, so that everything below is compiled once and cached.
const { runSandbox } = await import('./run-sandbox.ts')
await runSandbox()
