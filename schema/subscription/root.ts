import { builder } from '../builder.ts'

builder.subscriptionType({
  description:
    'Live events from the durable event log. Without `after`: events from now on. With `after`: every event ' +
    'since that cursor, then live events, without a gap. If several ids are given, all must match. A null id, ' +
    'cursor or filter (e.g. an unset variable) fails with BAD_USER_INPUT; omit the argument to match everything. ' +
    'An id that is not visible to you fails with extensions.code NOT_FOUND, an invalid cursor with ' +
    'CURSOR_INVALID, an expired cursor with CURSOR_EXPIRED. The stream ends when your credential expires or is ' +
    'revoked. After a lost connection, subscribe again with the last cursor that you received.',
})
