import SchemaBuilder, { BasePlugin, type SchemaTypes } from '@pothos/core'
import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { badUserInput } from './request-error.ts'

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      noNullIds: NoNullIds<Types>
    }
  }
}

type Path = readonly string[]
type Resolver = GraphQLFieldResolver<unknown, unknown, Readonly<Record<string, unknown>>>

const ID_TYPES: readonly string[] = ['ID', 'EventCursor']
/** Texts that name one object, as an id does. */
const ID_NAMES: readonly string[] = ['reference', 'email']
const PLACES_IN_A_PAGE: readonly string[] = ['after', 'before']

/**
 * Refuses null where something is read or watched: for an id, a cursor or another name of one object, and for the whole
 * filter of a subscription. A variable without a value yet often arrives as null: if null meant "left out", the caller
 * would get everything. Exempt are `after` and `before` of a page: Relay's clients send null for those that they do not
 * use. Mutations decide for themselves what null means.
 */
class NoNullIds<Types extends SchemaTypes> extends BasePlugin<Types> {
  override afterBuild(schema: GraphQLSchema): GraphQLSchema {
    for (const type of Object.values(schema.getTypeMap()))
      if (isObjectType(type) && type !== schema.getMutationType())
        for (const field of Object.values(type.getFields())) guard(field, type === schema.getSubscriptionType())
    return schema
  }
}

SchemaBuilder.registerPlugin('noNullIds', NoNullIds)

function guard(field: GraphQLField<unknown, unknown>, isWatched: boolean): void {
  const isPage = field.args.some(({ name }) => name === 'first')
  const args = field.args.filter(({ name }) => !(isPage && PLACES_IN_A_PAGE.includes(name)))
  const filters = isWatched ? args.filter(({ type }) => isInputObjectType(type)) : []
  const paths = [...filters.map(({ name }) => [name]), ...idPaths(args)]
  if (paths.length === 0) return
  const guarded =
    (resolve: Resolver): Resolver =>
    (source, args, context, info) => {
      const path = paths.find(names => valueAt(args, names) === null)
      if (path)
        throw badUserInput(
          path,
          'REQUIRED',
          'Must not be null: that would widen what is read. Send a value, or leave it out.',
        )
      return resolve(source, args, context, info)
    }
  // The resolver of a subscription's field gets the same arguments with each event: once is enough.
  if (field.subscribe) field.subscribe = guarded(field.subscribe)
  else if (field.resolve) field.resolve = guarded(field.resolve)
}

/** Where optional ids, cursors and names of one object stand in the arguments: [['filter', 'agreementId'], …]. */
function idPaths(inputs: readonly { readonly name: string; readonly type: GraphQLInputType }[]): readonly Path[] {
  return inputs.flatMap(({ name, type }): readonly Path[] => {
    const named = getNamedType(type)
    if (isInputObjectType(named)) return idPaths(Object.values(named.getFields())).map(path => [name, ...path])
    const isId = ID_TYPES.includes(named.name) || ID_NAMES.includes(name)
    return isId && !isNonNullType(type) ? [[name]] : []
  })
}

/** Undefined where it, or what it stands in, was left out or is null itself. */
function valueAt(args: Readonly<Record<string, unknown>>, [name = '', ...below]: Path): unknown {
  const value = args[name]
  return below.length === 0 ? value : valueAt((value ?? {}) as Readonly<Record<string, unknown>>, below)
}
