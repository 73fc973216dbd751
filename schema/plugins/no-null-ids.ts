import SchemaBuilder, { BasePlugin, type SchemaTypes } from '@pothos/core'
import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql'
import { isRecord } from '../../src/base/text/json.ts'
import { badUserInput } from '../request-error.ts'

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
/** Arguments that identify one object, as an id does. */
const ID_NAMES: readonly string[] = ['reference', 'email']
const PLACES_IN_A_PAGE: readonly string[] = ['after', 'before']

/**
 * Refuses null in queries and subscriptions for an id, a cursor or another argument that identifies one object, and for
 * the whole filter of a subscription. A variable without a value often arrives as null: if null meant "omitted", the
 * caller would get everything. The `after` and `before` of a page are exempt, because Relay's clients send null for
 * those that they do not use. Each mutation defines its own meaning of null.
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
  const looked = isPage ? field.args.filter(({ name }) => !PLACES_IN_A_PAGE.includes(name)) : field.args
  if (looked.length === 0) return
  const guarded =
    (resolve: Resolver): Resolver =>
    (source, args, context, info) => {
      const unfiltered = isWatched
        ? looked.find(({ name, type }) => isInputObjectType(type) && args[name] === null)
        : undefined
      const path = unfiltered ? [unfiltered.name] : nullIdIn(looked, args)
      if (path)
        throw badUserInput(
          path,
          'REQUIRED',
          'Must not be null, because null could match more than intended. Send a value, or omit the field.',
        )
      return resolve(source, args, context, info)
    }
  // The resolver of a subscription's field gets the same arguments with each event, so one check is enough.
  if (field.subscribe) field.subscribe = guarded(field.subscribe)
  else if (field.resolve) field.resolve = guarded(field.resolve)
}

/**
 * The path of the first null in an id, a cursor or another identifying argument, e.g. ['filter', 'agreementId'].
 * Follows the values and not the types, because a type can contain itself.
 */
function nullIdIn(
  inputs: readonly { readonly name: string; readonly type: GraphQLInputType }[],
  given: Readonly<Record<string, unknown>>,
): Path | undefined {
  for (const { name, type } of inputs) {
    const below = given[name] === null && ID_NAMES.includes(name) ? [] : nullIdAt(getNamedType(type), given[name])
    if (below) return [name, ...below]
  }
  return undefined
}

function nullIdAt(type: GraphQLNamedInputType, value: unknown): Path | undefined {
  if (value === null) return ID_TYPES.includes(type.name) ? [] : undefined
  if (Array.isArray(value)) {
    for (const [index, member] of value.entries()) {
      const below = nullIdAt(type, member)
      if (below) return [String(index), ...below]
    }
    return undefined
  }
  return isInputObjectType(type) && isRecord(value) ? nullIdIn(Object.values(type.getFields()), value) : undefined
}
