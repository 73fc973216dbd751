/** What the fields that payloads share say of themselves. */
export const replayed =
  'True where the idempotency key had made the object before: this is its present state, and nothing new was done.'
export const payloadCursor =
  'The log’s position that this answer already contains: read or subscribe from here to miss nothing.'
export const idempotencyKey =
  '1 to 255 visible characters, unique to this request: a repeat with the same arguments answers what the first one made, in ' +
  'its present state. Other arguments under the same key: IdempotencyConflict.'
export const metadata = 'A JSON object of at most 50 strings by key, kept as it is.'
