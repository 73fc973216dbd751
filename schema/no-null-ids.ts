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
import { isRecord } from '../src/base/text/json.ts'
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
  // The resolver of a subscription's field gets the same arguments with each event: once is enough.
  if (field.subscribe) field.subscribe = guarded(field.subscribe)
  else if (field.resolve) field.resolve = guarded(field.resolve)
}

/**
 * The path of the first null id, cursor or name of one object in the arguments, e.g. ['filter', 'agreementId']. Follows the
 * values and not the types, since a type may contain itself.
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
