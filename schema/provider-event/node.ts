import type { Json } from '../../src/base/text/json.ts'
import type { ProviderCode as ProviderCodeValue, ProviderEventStatus as Status } from '../../src/domain/enums.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'
import { ProviderCode } from '../common/provider-code.ts'
import type { GraphContext } from '../context.ts'
import { jsonOf } from '../json-size.ts'
import { loadNode } from '../node.ts'

export const ProviderEventStatus = describedEnum<Status>(
  'ProviderEventStatus',
  'What became of an inbound notification.',
  {
    RECEIVED: 'Stored and acknowledged; not worked through yet. Before it is matched only the scope operator sees it.',
    PROCESSED: 'What it says was taken up, or was known already.',
    UNMATCHED: 'It speaks of nothing that is known here. It waits, and is matched when its object appears.',
    REJECTED: 'Signed, but outside a stated window of time, or for an account that is not ours.',
    FAILED: 'It could not be read or worked through; error says why.',
  },
)

builder.objectType('ProviderEvent', {
  description:
    'An inbound notification (webhook) of a provider. Every one whose signature holds is stored raw before it is ' +
    'acknowledged. A merchant sees those matched to its objects; UNMATCHED and REJECTED ones only the merchant whose ' +
    'provider account they came in on, or scope operator.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: t => ({
    id: t.exposeID('id', { description: 'pev_…' }),
    provider: t.expose('provider', { type: ProviderCode, description: 'Who sent it.' }),
    type: t.exposeString('type', {
      nullable: true,
      description: 'What happened, in the provider’s word; null where it could not be read.',
    }),
    status: t.expose('status', { type: ProviderEventStatus, description: 'What became of it.' }),
    deliveries: t.exposeInt('deliveries', {
      description:
        'How often it was delivered; it has an effect once. A provider that gives its events no ids may mean another event by an equal one: that is counted here too, and looked at again.',
    }),
    subject: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'The charge or agreement that it is about; null while that is not known here.',
      resolve: ({ subjectId }, _args, context) => (subjectId === null ? null : loadNode(context, subjectId)),
    }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When it was first delivered.' }),
    processedAt: t.expose('processedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was worked through; null where it was not.',
    }),
    body: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'The parsed payload; form fields as an object of strings. Tokens are left out. Null where it could not be read or was erased, and, without the scope operator, while subject is null.',
      extensions: jsonOf(1_000), // a notification has at most a megabyte
      resolve: ({ id, provider }, _args, context) => readBody(id, provider, context),
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why it was REJECTED or FAILED, or what kept it from being worked through at the last try.',
    }),
  }),
})

/** Read by the provider's adapter, which knows its form and which of its fields are tokens. */
async function readBody(id: string, code: ProviderCodeValue, { deps, loaders }: GraphContext): Promise<Json> {
  const encrypted = (await loaders.providerEventBody.load(id))?.encryptedBody
  if (encrypted == null) return null
  const body = Buffer.from(deps.vault.decrypt('webhook', encrypted), 'utf8')
  return deps.providers.entries.find(entry => entry.code === code)?.show(body) ?? null
}
