import { KEY_DAYS } from '../../src/operations/command/idempotency.ts'

/** What the fields that payloads share say of themselves. */
export const replayed =
  'True where the idempotency key had made the object before: this is its present state, and nothing new was done.'
export const payloadCursor =
  'The log’s position that this answer already contains: read or subscribe from here to miss nothing.'
const anyKey =
  '1 to 255 visible ASCII characters, unique to this request: a repeat with the same arguments answers what the first one ' +
  'made, in its present state. Other arguments under the same key: IdempotencyConflict.'
/** Of a mutation that can move money. */
export const idempotencyKey = `${anyKey} The key is kept as long as what it made.`
/** Of a mutation that cannot. */
export const idempotencyKeyForDays = `${anyKey} The key is kept for ${KEY_DAYS} days, then it is free again.`
export const metadata = 'A JSON object of at most 50 strings by key, kept as it is.'
/** Of a filter: `ids` says which of its fields name one object. */
export const filterNulls = (ids: string) =>
  `A field left out narrows nothing. ${ids} that is null (a variable without a value yet) is an error, BAD_USER_INPUT, ` +
  'and never “every one”; any other field that is null is the same as left out.'
/** Of a list’s filter as a whole. */
export const listFilter = 'Only those that match. Null is the same as left out.'
