import { type DeclineRow, declinesByCode } from '../../src/store/reads/overview/declines.ts'
import { builder } from '../builder.ts'
import { FailureKind } from '../common/failure.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { listOf } from '../lists/sizes.ts'
import { Overview } from './node.ts'

const DeclineCount = builder.objectRef<DeclineRow>('DeclineCount').implement({
  description: 'How many charges of a provider failed with one code.',
  fields: t => ({
    provider: t.expose('provider', { type: ProviderCode, description: 'The provider.' }),
    code: t.exposeString('code', { description: 'The normalized code: see Failure.code and declineTaxonomy.' }),
    kind: t.expose('kind', { type: FailureKind, description: 'The category of the failure.' }),
    charges: t.exposeInt('charges', { description: 'The number of charges with status FAILED and this code.' }),
  }),
})

// ── Overview.declines

builder.objectField(Overview, 'declines', t =>
  t.field({
    type: [DeclineCount],
    description:
      'The FAILED charges of the time range by code and provider, the most frequent first, at most 200 entries.',
    extensions: listOf(20),
    resolve: (range, _args, { deps, caller }) => declinesByCode(deps.database, caller.tenant, range),
  }),
)
