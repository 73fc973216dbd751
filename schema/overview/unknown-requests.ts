import { type UnknownRequestsRow, unknownRequests } from '../../src/store/reads/overview/unknown-requests.ts'
import { builder } from '../builder.ts'
import { loadNode } from '../node.ts'
import { Overview } from './node.ts'

const UnknownRequests = builder.objectRef<UnknownRequestsRow>('UnknownRequests').implement({
  description:
    'The requests to providers whose outcome is not known: the response was lost. The gateway queries their status ' +
    'automatically.',
  fields: t => ({
    count: t.exposeInt('requests', { description: 'The number of these requests.' }),
    oldestSentAt: t.expose('oldestSentAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the oldest one was sent first. Null if there is none.',
    }),
    oldestAgeSeconds: t.int({
      nullable: true,
      description: 'The age of the oldest one by the gateway’s clock, in seconds. Null if there is none.',
      resolve: ({ oldestSentAt }, _args, { deps }) =>
        oldestSentAt && Math.max(0, Math.round((deps.clock.now().getTime() - oldestSentAt.getTime()) / 1000)),
    }),
    oldest: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'The charge or agreement of the oldest one. Null if there is none.',
      resolve: ({ oldestSubjectId }, _args, context, info) =>
        oldestSubjectId === null ? null : loadNode(oldestSubjectId, context, info),
    }),
  }),
})

// ── Overview.unknownRequests

builder.objectField(Overview, 'unknownRequests', t =>
  t.field({
    type: UnknownRequests,
    description: 'The requests whose outcome is unknown now, whenever they were sent.',
    resolve: (_overview, _args, { deps, caller }) => unknownRequests(deps.database, caller.tenant),
  }),
)
