// npm start: PostgreSQL, the provider simulators and the gateway, from one command.
import module from 'node:module'

module.enableCompileCache?.()

// After that line, so that everything below is compiled once and cached.
const { runSupervisor } = await import('./supervisor/run-supervisor.ts')
process.exit(await runSupervisor())
