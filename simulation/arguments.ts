import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

export interface Arguments {
  /** The number of seeds; the next field is the first seed. */
  readonly seeds: number
  readonly from: number
  /** Runs only this seed and prints it step by step. */
  readonly seed: number | undefined
  /** Runs each seed twice: both runs must be identical to the byte. */
  readonly twice: boolean
  /** Searches for the fewest actions of a seed's clients that still fail. */
  readonly shrink: boolean
  /** Runs one story instead of seeds, with a fault at every single step of I/O. */
  readonly everyStep: boolean
  /** Runs two concurrent requests instead of seeds; one interrupts the other at every single step. */
  readonly races: boolean
  /** The number of programs that share the seeds. */
  readonly workers: number
}

export const usage = `npm run simulate -- [--seeds N] [--from A] [--twice] [--workers N]
npm run simulate -- --seed S [--shrink]
npm run simulate -- --every-step
npm run simulate -- --races`

/** @throws Error that names the wrong argument. */
export function readArguments(given: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...given],
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      twice: { type: 'boolean', default: false },
      shrink: { type: 'boolean', default: false },
      'every-step': { type: 'boolean', default: false },
      races: { type: 'boolean', default: false },
      workers: { type: 'string', default: String(Math.min(availableParallelism(), 4)) },
    },
  })
  const whole = (name: string, text: string) => {
    const number = Number(text)
    if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} takes a whole number, not ${text}`)
    return number
  }
  return {
    seeds: whole('seeds', values.seeds),
    from: whole('from', values.from),
    seed: values.seed === undefined ? undefined : whole('seed', values.seed),
    twice: values.twice,
    shrink: values.shrink,
    everyStep: values['every-step'],
    races: values.races,
    workers: Math.max(1, whole('workers', values.workers)),
  }
}
