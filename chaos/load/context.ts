import type { LoadOptions } from '../plan/load-options.ts'
import { randomFrom } from '../random.ts'
import type { Calendar } from './calendar.ts'
import { type CallerCounts, createCaller } from './callers.ts'
import type { Merchant } from './merchant.ts'
import type { Responses } from './responses.ts'

/** What all merchants' programs of a run have in common. */
export interface LoadContext extends Pick<Merchant, 'watchCharge' | 'watchSchedule'> {
  readonly urls: readonly string[]
  readonly key: string
  readonly options: LoadOptions
  readonly responses: Responses
  readonly counts: CallerCounts
  readonly calendar: Calendar
  readonly signal: AbortSignal
}

/** A merchant's program with its own random draws and keys. @param watches True: it subscribes to what it makes. */
export function merchantNamed(context: LoadContext, name: string, watches = false): Merchant {
  const { urls, key, options, responses, counts, signal, calendar } = context
  const random = randomFrom(options.seed, `caller ${name}`)
  return {
    name,
    responses,
    caller: createCaller({ urls, key, random, counts, signal }),
    patienceMs: options.settleSeconds * 1_000,
    watchCharge: watches ? context.watchCharge : undefined,
    watchSchedule: watches ? context.watchSchedule : undefined,
    calendar,
  }
}

/** Work whose failure is recorded and does not end the run. */
export async function noting({ signal, responses }: LoadContext, what: string, work: Promise<unknown>): Promise<void> {
  await work.catch(error => {
    if (!signal.aborted) responses.problems.push(`${what}: ${error}`)
  })
}
