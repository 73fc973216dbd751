import { builder } from '../builder.ts'

builder.subscriptionType({
  description:
    'Live events, out of the durable log. Without `after`: from now on. With `after`: everything since, then live, without a ' +
    'gap. Several ids must all match. An id, cursor or filter that is null (a variable without a value yet) is ' +
    'BAD_USER_INPUT, never “everything”: leave it out for that. An id unknown to the caller fails with extensions.code NOT_FOUND, a malformed, foreign or ' +
    'expired cursor with CURSOR_INVALID or CURSOR_EXPIRED. The stream ends when the credential does. After a break, go on ' +
    'from the last cursor that was received.',
})
