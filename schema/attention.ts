import {
  type AttentionRow,
  attentionKinds,
  type FoundAttention,
  findAttention,
  type AttentionKind as Kind,
  MOST_COUNTED,
} from '../src/store/reads/attention/found.ts'
import { builder } from './builder.ts'
import { describedEnum } from './common/enum.ts'
import { limit } from './lists/connection.ts'
import { atMostEntries, LARGEST_PAGE, listOf, PAGE_SIZE } from './lists/sizes.ts'
import { loadNode } from './node.ts'

const AttentionKind = describedEnum<Kind>('AttentionKind', 'Why a person must review an object.', {
  CHARGE_FLAGGED: 'A charge with needsAttention: an outcome that no status query could settle, or a contradiction.',
  AGREEMENT_FLAGGED: 'An agreement with needsAttention.',
  OUTCOME_UNKNOWN: 'A charge or agreement with a provider request that has been UNKNOWN for more than an hour.',
  INTEGRITY_VIOLATED: 'An object that violates an invariant. reason names the invariant.',
  WEBHOOK_FAILED: 'A webhook of the last 30 days that could not be parsed or processed.',
  WEBHOOK_UNMATCHED: 'A webhook of the last 30 days that matches no object.',
  WEBHOOK_ENDPOINT_DISABLED: 'One of your webhook endpoints, which the gateway disabled.',
  SCHEDULE_HALTED: 'A schedule that its retry policy has paused, because a payment failed and no retry is left.',
})

const AttentionItem = builder.objectRef<AttentionRow>('AttentionItem').implement({
  description: 'An object that a person must review.',
  fields: t => ({
    object: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'The object: a charge, agreement, consumer, schedule, occurrence, webhook or webhook endpoint.',
      resolve: ({ objectId }, _args, context, info) => loadNode(objectId, context, info),
    }),
    since: t.expose('since', {
      type: 'DateTime',
      description:
        'When the problem began: when the violation was found, the request was first sent, or the webhook was received. ' +
        'For a disabled endpoint: its first failure since the last success, or its last change. ' +
        'For flagged objects and schedules: the last change.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description:
        'OUTCOME_UNKNOWN: what was requested. INTEGRITY_VIOLATED: the invariant. Webhooks: the error, or the type of event. ' +
        'WEBHOOK_ENDPOINT_DISABLED: the disabledReason. ' +
        'SCHEDULE_HALTED: the failure’s code. Null for flagged objects: see their timeline.',
    }),
  }),
})

const AttentionGroup = builder.objectRef<FoundAttention & { readonly kind: Kind }>('AttentionGroup').implement({
  description: 'The objects that a person must review for one reason.',
  fields: t => ({
    kind: t.expose('kind', { type: AttentionKind, description: 'The reason.' }),
    count: t.exposeInt('count', {
      description: `The number of objects. ${MOST_COUNTED} means ${MOST_COUNTED} or more.`,
    }),
    items: t.expose('rows', {
      type: [AttentionItem],
      description: 'At most `first` objects, oldest first.',
      extensions: listOf(PAGE_SIZE),
    }),
  }),
})

// ── Query.needsAttention

builder.queryField('needsAttention', t =>
  t.field({
    type: [AttentionGroup],
    scope: 'read',
    description:
      'The objects that a person must review, in one group for each kind, in the order of the enum. Groups without ' +
      'objects are included. Empty for a client token.',
    args: {
      kinds: t.arg({ type: [AttentionKind], description: `Only these kinds, ${atMostEntries}. Default: all.` }),
      first: t.arg.int({
        required: true,
        defaultValue: PAGE_SIZE,
        description: `Return at most this many objects of each kind, 0 to ${LARGEST_PAGE}.`,
      }),
    },
    extensions: listOf(attentionKinds.length),
    resolve: (_root, { kinds, first }, { deps, caller }) => {
      const most = limit('first', first) ?? PAGE_SIZE
      if (caller.grant) return []
      const asked = attentionKinds.filter(kind => kinds?.includes(kind) ?? true)
      const now = deps.clock.now()
      return Promise.all(
        asked.map(async kind => ({
          kind,
          ...(await findAttention(deps.database, caller.tenant, kind, { now, limit: most })),
        })),
      )
    },
  }),
)
