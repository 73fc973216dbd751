// npm start: PostgreSQL, the provider simulators and the gateway, from one command.
import { runSupervisor } from './supervisor/run-supervisor.ts'

process.exit(await runSupervisor())
