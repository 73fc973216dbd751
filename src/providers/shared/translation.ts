import type { Answer, CallRecord, StatusAnswer } from '../port/outcome.ts'
import type { WebhookReading } from '../port/provider.ts'

/**
 * What a person should hear of: words that no table knows, answers that cannot be believed. Without any answer's
 * content.
 */
interface WithNotes {
  readonly notes: readonly string[]
}

export type AnswerTranslation = WithNotes & { readonly answer: Answer }
export type StatusQueryTranslation = WithNotes & { readonly answer: StatusAnswer }
export type WebhookTranslation = WithNotes & { readonly reading: WebhookReading }

/** What an answer means, before it is known how long it took. */
export type Reading = (Answer extends infer Each ? (Each extends unknown ? Omit<Each, 'call'> : never) : never) & {
  readonly summary: string
  readonly notes?: readonly string[]
}

export function unknown(summary: string): Reading & { readonly outcome: 'unknown' } {
  return { outcome: 'unknown', queryStatusNow: false, summary }
}

/** An answer that cannot be believed, or in words that no table knows. */
export function doubted(problem: string): Reading {
  return { ...unknown(problem), notes: [problem] }
}

/** The answer with its record. `httpStatus` is undefined if there was none. */
export function conclude(reading: Reading, httpStatus: number | undefined, durationMs: number): AnswerTranslation {
  const { summary, notes = [], ...rest } = reading
  const call: CallRecord = {
    ...(httpStatus !== undefined && { httpStatus }),
    summary: httpStatus === undefined ? summary : `${httpStatus}, ${summary}`,
    durationMs,
  }
  return { answer: { ...rest, call } as Answer, notes }
}
