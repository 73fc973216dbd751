import { instant, integer, nullable, table, text } from '../sql/columns.ts'

export const providerCalls = table('provider_calls', {
  providerRequestId: text,
  verb: text,
  outcome: text,
  httpStatus: nullable(integer),
  summary: text,
  durationMs: integer,
  at: instant,
})
