// npm run chaos -- [options]: everything fails, and afterwards all records are compared. See `usage`.
import { readOptions, usage } from './options.ts'
import { troubleOf } from './processes/disrupt.ts'
import { startStack } from './processes/stack.ts'
import { accounts, heading, troubleLine, verdict } from './report.ts'
import { run } from './run.ts'

const options = readOptions(process.argv.slice(2))
if (options === undefined) {
  process.stderr.write(`${usage}\n`)
  process.exit(1)
}
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

process.stdout.write(`${heading(options)}\n\n`)
const stack = await startStack(options)
let succeeded = false
try {
  const outcome = await run(stack, options, troubleOf(stack, options), stopping.signal)
  const lines = [troubleLine(stack, options), ...accounts(options, outcome), '', verdict('chaos', options, outcome)]
  process.stdout.write(`${lines.join('\n')}\n`)
  succeeded = outcome.differences.length === 0
} catch (error) {
  if (!stopping.signal.aborted) throw error
  process.stderr.write('chaos: stopped before its end\n')
} finally {
  const keep = !succeeded && !stopping.signal.aborted
  await stack.close(keep)
  if (keep) process.stderr.write(`chaos: logs and database are kept in ${stack.folder}\n`)
}
process.exit(succeeded ? 0 : 1)
