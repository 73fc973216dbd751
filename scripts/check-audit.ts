// npm run check:audit: fails if a package that is installed for production has a known vulnerability that is high or
// critical. It asks the registry. If the registry cannot be reached, it says so and exits with 0, because a build must
// not depend on another machine.
import { spawnSync } from 'node:child_process'

interface Report {
  readonly error?: unknown
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range: string }>>
}

const DEADLINE_MS = 60_000
const refused: readonly string[] = ['high', 'critical']

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  timeout: DEADLINE_MS,
  maxBuffer: 64 * 1024 * 1024,
})
const found = reported(stdout)
if (found === undefined) process.stdout.write('Not checked: the registry gave no answer about known vulnerabilities.\n')
else {
  const lines = Object.entries(found).map(([name, { severity, range }]) => `${severity}: ${name} ${range}`)
  const isRefused = Object.values(found).some(({ severity }) => refused.includes(severity))
  process.stdout.write(lines.length === 0 ? 'No known vulnerabilities.\n' : `${lines.join('\n')}\n`)
  if (isRefused) process.exitCode = 1
}

/** Undefined if npm printed no report, e.g. without a network. */
function reported(text: string | null): Report['vulnerabilities'] {
  try {
    const { error, vulnerabilities } = JSON.parse(text ?? '') as Report
    return error === undefined ? vulnerabilities : undefined
  } catch {
    return undefined
  }
}
