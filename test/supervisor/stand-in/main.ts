// The supervisor with stand-ins for its programs.
import { fileURLToPath } from 'node:url'
import { runSupervisor } from '../../../src/supervisor/run-supervisor.ts'

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url))

process.exit(
  await runSupervisor({
    programs: { gateway: program('gateway.ts'), sandbox: program('sandbox.ts') },
    shared: process.env['STAND_IN_SHARED'],
  }),
)
