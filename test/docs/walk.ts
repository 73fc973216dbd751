import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Perennial } from '../support/programs/processes.ts'

const project = path.join(import.meta.dirname, '..', '..')

/** A block of commands in a page, and the output that the page shows below it. */
export interface Step {
  readonly page: string
  readonly commands: string
  readonly shown: string | undefined
}

/** The steps of pages that are read one after the other in the same shell. */
export function stepsOf(pages: readonly string[]): Step[] {
  return pages.flatMap(page => {
    const text = readFileSync(path.join(project, page), 'utf8')
    return [...text.matchAll(/^```sh\n(.*?)^```$(?:\n```(?:json)?\n(.*?)^```$)?/gms)].map(
      ([, commands = '', shown]) => ({
        page,
        commands,
        shown,
      }),
    )
  })
}

/** Runs all steps in one bash, as a reader would, and returns the output of each. */
export async function walk(steps: readonly Step[], { url, sandboxUrl }: Perennial): Promise<string[]> {
  // A watch that is left behind would keep the error stream open, and its end would be waited for.
  const script = ['exec 2>/dev/null', ...steps.map(step => `echo "${MARK}"\n${untilShown(step)}`)].join('\n')
  const bin = `${path.dirname(process.execPath)}:${path.join(project, 'node_modules', '.bin')}`
  const env = {
    PATH: `${bin}:${process.env['PATH']}`,
    PORT: new URL(url).port,
    SANDBOX_PORT: new URL(sandboxUrl).port,
  }
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: project, env })
  return stdout.split(`${MARK}\n`).slice(1)
}

const MARK = '=== the next step ==='

/**
 * The page watches for some seconds, which a busy machine may exceed: here a watch ends when everything that the page
 * shows has come. Bash does not wait for what is in `<(…)`, which ends with the gateway at the latest.
 */
function untilShown({ commands, shown }: Step): string {
  const events = shown?.match(/^data: /gm)?.length ?? 0
  return commands.replaceAll(
    /^live -m \d+ (<<GRAPHQL\n.*?^GRAPHQL$)/gms,
    (_, document: string) => `head -n ${events} < <(live -m 120 ${document}\n)`,
  )
}

/** What an output must look like to be the one that the page shows. Ids, times and ports differ. */
export function patternOf(shown: string): RegExp {
  const source = comparable(shown)
    .split(/(,…}|[\w-]*…|\d{4}-\d\d-\d\dT[\d:.]+Z|localhost:\d+)/)
    .map((part, index) => (index % 2 === 1 ? wildcard(part) : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('')
  return new RegExp(`^${source}$`)
}

function wildcard(part: string): string {
  if (part === ',…}') return ',.*?}'
  if (part.endsWith('…')) return `${/^[a-z]+_/.exec(part)?.[0] ?? ''}[\\w-]+`
  if (part.startsWith('localhost')) return 'localhost:\\d+'
  // A time of a schedule has its hour; a charge is made some milliseconds after it was due.
  const hour = /T(\d\d:00):00/.exec(part)?.[1]
  return `\\d{4}-\\d\\d-\\d\\dT${hour ?? '\\d\\d:\\d\\d'}:\\d\\d\\.\\d{3}Z`
}

/**
 * On a slow machine, the first status query can still meet the fault. Its line in the timeline is removed before the
 * comparison.
 */
const ASKED_TOO_EARLY = /^RECONCILIATION: Queried PPRO for the status of the charge: connection lost.*\n/gm

/** The webhook and the status query after a browser's return both bring a result: the faster one is in the timeline. */
const FASTER_ONE = /^(?:WEBHOOK|RECONCILIATION): /gm

/** An output as pages show it: without the cost of each request, and without line breaks. */
export function comparable(output: string): string {
  return output
    .replaceAll(ASKED_TOO_EARLY, '')
    .replaceAll(FASTER_ONE, 'UPDATE: ')
    .replaceAll(/,"extensions":\{"cost":\{[^}]*\}\}/g, '')
    .replaceAll(/\s/g, '')
}
