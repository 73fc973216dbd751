import { KEY_DAYS } from '../../src/operations/command/idempotency.ts'

/** Descriptions of the fields that several payloads share. */
export const replayed =
  'true: an earlier request with this idempotencyKey created the object, and nothing new was done. The payload ' +
  'shows the current state.'
export const payloadCursor =
  'This payload includes every change up to this position in the event log. Read or subscribe with it as `after` to ' +
  'receive every later event.'
/** For the key of a mutation: `object` is what a repeat returns. */
export const uniqueKey = (object: string) =>
  `1 to 255 visible ASCII characters, unique for this request. A repeat with the same arguments returns ${object} ` +
  'in its current state. A repeat with other arguments returns IdempotencyConflict.'
const anyKey = uniqueKey('the object that the first request created,')
/** For a mutation that can move money. */
export const idempotencyKey = `${anyKey} The key is kept as long as the object that it created.`
/** For a mutation that cannot move money. */
export const idempotencyKeyForDays = `${anyKey} The key is kept for ${KEY_DAYS} days.`
export const metadata = 'Your own key-value data: a JSON object with at most 50 string values. It is stored unchanged.'
/** For a filter: `ids` says which of its fields identify one object. */
export const filterNulls = (ids: string) =>
  `An omitted field does not filter. ${ids} that is null (e.g. an unset variable) fails with BAD_USER_INPUT ` +
  'instead of matching everything. Null in any other field is the same as omitting it.'
/** For the filter argument of a list. */
export const listFilter = 'Return only objects that match. Null is the same as omitting it.'
