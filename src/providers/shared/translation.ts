import type { Answer, CallRecord, StatusAnswer } from '../port/outcome.ts'
import type { WebhookReading } from '../port/provider.ts'

/** Notes for operators: unknown codes, implausible responses. Without the content of responses. */
interface WithNotes {
  readonly notes: readonly string[]
}

export type AnswerTranslation = WithNotes & { readonly answer: Answer }
export type StatusQueryTranslation = WithNotes & { readonly answer: StatusAnswer }
export type WebhookTranslation = WithNotes & { readonly reading: WebhookReading }

/** The meaning of a response, without its record. */
export type Reading = (Answer extends infer Each ? (Each extends unknown ? Omit<Each, 'call'> : never) : never) & {
  readonly summary: string
  readonly notes?: readonly string[]
}

export function unknown(summary: string): Reading & { readonly outcome: 'unknown' } {
  return { outcome: 'unknown', queryStatusNow: false, summary }
}

/** A response that is implausible or has an unknown code. */
export function doubted(problem: string): Reading {
  return { ...unknown(problem), notes: [problem] }
}

/** Adds the record of the call. `httpStatus` is undefined if there was no response. */
export function conclude(reading: Reading, httpStatus: number | undefined, durationMs: number): AnswerTranslation {
  const { summary, notes = [], ...rest } = reading
  const call: CallRecord = {
    ...(httpStatus !== undefined && { httpStatus }),
    summary: httpStatus === undefined ? summary : `${httpStatus}, ${summary}`,
    durationMs,
  }
  return { answer: { ...rest, call } as Answer, notes }
}
