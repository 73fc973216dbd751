import type { GraphQLResolveInfo } from 'graphql'
import { kindOfId } from '../src/base/id.ts'
import type { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { typeNames } from './node-type.ts'
import { idOfProvider } from './provider/id.ts'
import { shownTo } from './provider-event/reader.ts'
import { byPrisma, type Rows } from './rows/rows.ts'
import { selectionOf } from './rows/selection.ts'

export type RowKind = keyof typeof models

/** The Prisma model for each kind of id. */
const models = {
  consumer: 'consumer',
  instrument: 'instrument',
  agreement: 'agreement',
  revocation: 'revocation',
  charge: 'charge',
  authorization: 'chargeOperation',
  capture: 'chargeOperation',
  refund: 'chargeOperation',
  void: 'chargeOperation',
  schedule: 'schedule',
  occurrence: 'occurrence',
  providerEvent: 'providerEvent',
  webhookEndpoint: 'webhookEndpoint',
  webhookDelivery: 'webhookDelivery',
} as const satisfies Record<Exclude<keyof typeof typeNames, 'event'>, string>

/** A row with the selected columns, under the type of the whole row: each field selects the columns that it reads. */
export type RowOf<Kind extends RowKind> = (typeof builder.$inferSchemaTypes)['Objects'][(typeof typeNames)[Kind]]

/**
 * The object with an id, with everything that the field selects. Null if the caller can see no such object: another
 * merchant's id, an unknown id and a malformed id look the same. Prisma batches concurrent reads.
 */
export function loadNode(id: string, context: GraphContext, info: GraphQLResolveInfo) {
  const kind = kindOfId(id)
  if (kind !== undefined && kind in models) return loadRow(kind as RowKind, id, context, info)
  if (kind === 'event') return context.loaders.event.load(id)
  return context.deps.providers.entries.find(entry => idOfProvider(entry.code) === id) ?? null
}

/**
 * The same for an id of one kind.
 * @param rows Reads the rows: Prisma, unless the field has something faster.
 */
export async function loadRow<Kind extends RowKind>(
  kind: Kind,
  id: string,
  context: GraphContext,
  info: GraphQLResolveInfo,
  rows: Rows = byPrisma(context, models[kind]),
): Promise<RowOf<Kind> | null> {
  if (kindOfId(id) !== kind) return null
  const query = selectionOf(context, info, { typeName: typeNames[kind] })
  const shown = kind === 'providerEvent' ? shownTo(context.caller) : {}
  return rows.findUnique({ ...query, where: { id, ...shown } }) as Promise<RowOf<Kind> | null>
}
