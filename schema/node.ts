import type { GraphQLResolveInfo } from 'graphql'
import { kindOfId } from '../src/base/id.ts'
import type { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { typeNames } from './node-type.ts'
import { idOfProvider } from './provider/id.ts'
import { shownTo } from './provider-event/reader.ts'
import { byPrisma, type Rows } from './rows.ts'
import { selectionOf } from './selection.ts'

export type RowKind = keyof typeof models

/** Prisma's model of the rows of each kind of id. */
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
} as const satisfies Record<Exclude<keyof typeof typeNames, 'event'>, string>

/** A row with what is selected of it, under the type of the whole row: the fields that read it have selected it. */
type RowOf<Kind extends RowKind> = (typeof builder.$inferSchemaTypes)['Objects'][(typeof typeNames)[Kind]]

/**
 * What an id names, with all that the field selects of it, or null where it names nothing that this caller can see: a
 * foreign id, an unknown one and a malformed one look the same. Prisma reads together whatever is asked for at the moment.
 */
export function loadNode(id: string, context: GraphContext, info: GraphQLResolveInfo) {
  const kind = kindOfId(id)
  if (kind !== undefined && kind in models) return loadRow(kind as RowKind, id, context, info)
  if (kind === 'event') return context.loaders.event.load(id)
  return context.deps.providers.entries.find(entry => idOfProvider(entry.code) === id) ?? null
}

/**
 * The same for an id that has to be of one kind.
 * @param rows What reads them: Prisma, unless the field has something faster.
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
