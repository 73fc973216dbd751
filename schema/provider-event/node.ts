import type { KeyHolder } from '../../src/base/encryption.ts'
import type { Json } from '../../src/base/text/json.ts'
import type { ProviderEventStatus as Status } from '../../src/domain/enums.ts'
import type { ConsumerRow, ProviderEventRow } from '../../src/store/tables.ts'
import { openBody } from '../../src/store/webhook/body.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'
import { ProviderCode } from '../common/provider-code.ts'
import type { GraphContext } from '../context.ts'
import { jsonOf } from '../lists/sizes.ts'
import { loadNode } from '../node.ts'
import { isOperator, shownTo } from './reader.ts'

export const ProviderEventStatus = describedEnum<Status>('ProviderEventStatus', 'The processing status of a webhook.', {
  RECEIVED:
    'Stored and acknowledged, but not processed yet. Until it is matched to an object, only the scope operator sees it.',
  PROCESSED: 'Processed. The change was applied, or was already known.',
  UNMATCHED: 'No object matches it yet. It waits, and is matched when the object appears.',
  REJECTED: 'The signature is valid, but the webhook is outside the allowed time window, or for another account.',
  FAILED: 'It could not be parsed or processed. See error.',
})

builder.prismaNode('ProviderEvent', {
  id: { field: 'id', description: 'The webhook’s id, pev_….' },
  select: { id: true },
  nullable: true,
  findUnique: (id, { caller }) => ({ id, ...shownTo(caller) }),
  description:
    'An inbound notification (webhook) from a provider. Every webhook with a valid signature is stored before it ' +
    'is acknowledged. You see webhooks matched to your objects. UNMATCHED and REJECTED webhooks are visible only ' +
    'to the merchant whose provider account received them, and to the scope operator.',
  fields: t => ({
    provider: t.expose('provider', { type: ProviderCode, description: 'The provider that sent it.' }),
    type: t.exposeString('type', {
      nullable: true,
      description: 'The type of event, as the provider names it. Null if it could not be parsed.',
    }),
    status: t.expose('status', { type: ProviderEventStatus, description: 'The processing status.' }),
    deliveries: t.exposeInt('deliveries', {
      description:
        'How often it was delivered. It takes effect only once. If the provider’s events have no ids, an identical ' +
        'later event is counted here too and processed again.',
    }),
    subject: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'The charge or agreement that it is about. Null if it is not matched.',
      select: { subjectId: true },
      resolve: ({ subjectId }, _args, context, info) =>
        subjectId === null ? null : loadNode(subjectId, context, info),
    }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When it was first delivered.' }),
    processedAt: t.expose('processedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was processed. Null if it was not processed.',
    }),
    body: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'The parsed payload. Form fields are an object of strings. Tokens are removed. Null if it could not be ' +
        'parsed or was erased. Without the scope operator, also null while subject is null.',
      extensions: jsonOf(1_000), // a notification has at most a megabyte
      // Large and encrypted, so it is read only if the query selects it.
      select: {
        ...{ id: true, encryptedBody: true, provider: true, subjectId: true, consumerId: true },
        consumer: { select: { erasedAt: true, dataKey: { select: { wrappedKey: true } } } },
      },
      resolve: (event, _args, context) => readBody(event, context),
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why it was REJECTED or FAILED, or the last error that prevented processing.',
    }),
  }),
})

type Readable = Pick<ProviderEventRow, 'id' | 'encryptedBody' | 'provider' | 'subjectId' | 'consumerId'> & {
  readonly consumer: (Pick<KeyHolder, 'dataKey'> & Pick<ConsumerRow, 'erasedAt'>) | null
}

/** Parsed by the provider's adapter, which knows the format and which fields are tokens. */
function readBody(event: Readable, { deps, caller }: GraphContext): Json {
  const { id, encryptedBody, provider, subjectId, consumerId, consumer } = event
  if (encryptedBody === null || consumer?.erasedAt != null || (subjectId === null && !isOperator(caller))) return null
  const holder = consumerId === null ? null : { id: consumerId, dataKey: consumer?.dataKey ?? null }
  const body = Buffer.from(openBody(deps.vault, holder, { id, encryptedBody }), 'utf8')
  return deps.providers.entries.find(entry => entry.code === provider)?.show(body) ?? null
}
