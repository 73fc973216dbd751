import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  OperationTypeNode,
} from 'graphql'
import { fragmentOn, selectionOf } from './selection.ts'
import type { Story } from './story.ts'
import { isIdOrCursor, isTextOfObject, neededByRule, type Place, placesIn, valueAt } from './values.ts'

/** One request to one field of the printed schema. */
export interface Call {
  /** Mutation.chargeCapture(input.chargeId): with the input that names an object. */
  readonly name: string
  readonly kind: OperationTypeNode
  readonly field: string
  /** The scope that the SDL shows. */
  readonly scope: string | undefined
  /** True: it names an object, so that it can name somebody else's. */
  readonly namesObject: boolean
  /** @param named The story of the object that it names. @param others The story of all others. */
  request(named: Story, others: Story): { readonly query: string; readonly variables: Record<string, unknown> }
}

/** Types with objects that belong to nobody: everybody sees them. */
const SHARED: readonly string[] = ['Provider']

/**
 * Every field of Query, Mutation and Subscription: once with what it requires, and once more for each input that names an
 * object and for each part of a filter.
 */
export function callsOf(schema: GraphQLSchema): Call[] {
  return Object.values(OperationTypeNode).flatMap(kind => {
    const root = schema.getRootType(kind)
    return Object.values(root?.getFields() ?? {}).flatMap(field => callsOfField(schema, kind, field))
  })
}

function callsOfField(schema: GraphQLSchema, kind: OperationTypeNode, field: GraphQLField<unknown, unknown>): Call[] {
  const named = getNamedType(field.type)
  if (!isInterfaceType(named) || field.args.every(({ name }) => name !== 'id'))
    return callsOfType(kind, field, undefined)
  const types = schema.getPossibleTypes(named).filter(({ name }) => !SHARED.includes(name))
  return types.flatMap(type => callsOfType(kind, field, type))
}

/** @param type The type of object to ask for, if the field answers any. */
function callsOfType(
  kind: OperationTypeNode,
  field: GraphQLField<unknown, unknown>,
  type: GraphQLObjectType | undefined,
): Call[] {
  const name = `${kind}.${field.name}`
  const places = placesIn(field.args, { field: name, objectType: type?.name ?? objectTypeOf(field) })
  // A text in a mutation's input is data: nothing is found by it.
  const namesAnObject = (place: Place) =>
    isIdOrCursor(place) || (kind !== OperationTypeNode.MUTATION && isTextOfObject(place))
  const required = places.filter(({ isRequired, coordinate }) => isRequired || neededByRule.includes(coordinate))
  const optional = places.filter(
    place => !place.isRequired && (namesAnObject(place) || kind !== OperationTypeNode.MUTATION),
  )
  const selection = type ? fragmentOn(type, 1) : selectionOf(field.type, 1)
  const declared = field.args.map(arg => `$${arg.name}: ${arg.type}`).join(', ')
  const passed = field.args.map(arg => `${arg.name}: $${arg.name}`).join(', ')
  const query = `${kind} ${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`} ${selection} }`
  // An input object of which nothing is required.
  const emptyInputs = field.args
    .filter(({ type: of }) => isNonNullType(of) && isInputObjectType(of.ofType))
    .map(arg => arg.name)
  const callWith = (given: readonly Place[], at: Place | undefined): Call => ({
    name: `${at?.coordinate ?? name}${type ? ` of ${type.name}` : ''}`,
    kind,
    field: field.name,
    scope: scopeOf(field),
    namesObject: at !== undefined && namesAnObject(at),
    request: (story, others) => {
      const variables: Record<string, unknown> = Object.fromEntries(emptyInputs.map(name => [name, {}]))
      for (const place of given) setAt(variables, place.path, valueAt(place, place === at ? story : others))
      return { query, variables }
    },
  })
  const naming = required.filter(namesAnObject)
  return [
    ...(naming.length === 0 ? [callWith(required, undefined)] : []),
    ...naming.map(place => callWith(required, place)),
    ...optional.map(place => callWith([...required, place], place)),
  ]
}

/** Charge, for the fields `charge` and `charges`. */
function objectTypeOf({ type }: GraphQLField<unknown, unknown>): string | undefined {
  const named = getNamedType(type)
  if (!isObjectType(named)) return undefined
  const nodes = named.getFields()['nodes']
  return nodes ? getNamedType(nodes.type).name : named.name
}

/** The value of @requiresScope in the SDL. */
function scopeOf({ astNode }: GraphQLField<unknown, unknown>): string | undefined {
  const directive = astNode?.directives?.find(({ name }) => name.value === 'requiresScope')
  const value = directive?.arguments?.[0]?.value
  return value?.kind === 'StringValue' ? value.value : undefined
}

function setAt(target: Record<string, unknown>, [name = '', ...below]: readonly string[], value: unknown): void {
  if (below.length === 0) target[name] = value
  else {
    const inner = (target[name] ?? {}) as Record<string, unknown>
    target[name] = inner
    setAt(inner, below, value)
  }
}
