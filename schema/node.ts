import { kindOfId } from '../src/base/id.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { idOfProvider } from './provider/id.ts'
import { badUserInput } from './request-error.ts'
import { LARGEST_PAGE } from './sizes.ts'

/**
 * What an id names, as its type's own row, or null where it names nothing that this caller can see: a foreign id, an
 * unknown one and a malformed one look the same. Batched with whatever else is asked for at the moment.
 */
export async function loadNode({ deps, loaders }: GraphContext, id: string) {
  switch (kindOfId(id)) {
    case 'consumer':
      return loaders.consumer.load(id)
    case 'agreement':
      return loaders.agreement.load(id)
    case 'charge':
      return loaders.charge.load(id)
    case 'authorization':
    case 'capture':
    case 'refund':
    case 'void':
      return loaders.operation.load(id)
    case 'schedule':
      return loaders.schedule.load(id)
    case 'occurrence':
      return loaders.occurrence.load(id)
    case 'revocation':
      return loaders.revocation.load(id)
    case 'instrument':
      return loaders.instrument.load(id)
    case 'event':
      return loaders.event.load(id)
    case 'providerEvent':
      return loaders.providerEvent.load(id)
    default:
      return deps.providers.entries.find(entry => idOfProvider(entry.code) === id) ?? null
  }
}

// ── queries

builder.queryFields(t => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'The object with this id. Null if no object with this id is visible to you.',
    args: { id: t.arg.id({ required: true, description: 'The id of any object of this API.' }) },
    resolve: (_root, { id }, context) => loadNode(context, id),
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description: 'The objects with these ids, in the same order. Null for each id that is not visible to you.',
    args: { ids: t.arg.idList({ required: true, description: 'Ids of any objects of this API, at most 100.' }) },
    resolve: (_root, { ids }, context) => {
      if (ids.length > LARGEST_PAGE)
        throw badUserInput(
          ['ids'],
          'TOO_LONG',
          `Must have at most ${LARGEST_PAGE} entries, but has ${ids.length}. Split the ids into several requests.`,
        )
      return Promise.all(ids.map(id => loadNode(context, id)))
    },
  }),
}))
