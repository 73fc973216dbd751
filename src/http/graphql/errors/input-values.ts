import { type ASTNode, type DocumentNode, type GraphQLError, Kind, visit } from 'graphql'
import { isContainer } from '../../../base/text/json.ts'
import type { Limits } from '../limits/limits.ts'
import { badRequest } from './public-error.ts'

type InputLimits = Pick<Limits, 'inputEntries'>

interface Named {
  /** The name of the variable, argument or field that holds it. */
  readonly name: string
  readonly value: object
}

/**
 * Why the variables of a request are refused, independent of the schema; undefined if they are accepted. Takes linear
 * time and runs before graphql-js walks them. Their depth was limited when they were parsed.
 */
export function refuseVariables(variables: unknown, { inputEntries }: InputLimits): GraphQLError | undefined {
  let level: Named[] = isContainer(variables) ? [{ name: 'variables', value: variables }] : []
  for (let depth = 1; level.length > 0; depth++) {
    const below: Named[] = []
    for (const { name, value } of level) {
      const isList = Array.isArray(value)
      // The keys of a list need no check; the number of variables is limited by the size of the request.
      const entries = isList ? value.map(member => [name, member] as const) : Object.entries(value)
      if (entries.length > inputEntries && depth > 1)
        return tooMany(name, isList ? 'entries' : 'fields', entries.length, inputEntries)
      for (const [key, member] of entries) {
        if (isUnstorable(key) || (typeof member === 'string' && isUnstorable(member))) return unstorable()
        if (isContainer(member)) below.push({ name: key, value: member })
      }
    }
    level = below
  }
  return undefined
}

/** Does the same for the literals of a query. Their nesting is limited by that of its brackets. */
export function refuseLiterals(document: DocumentNode, { inputEntries }: InputLimits): GraphQLError | undefined {
  let refusal: GraphQLError | undefined
  const count = (entries: readonly unknown[], what: string, parent: unknown) => {
    if (entries.length > inputEntries) refusal ??= tooMany(nameOf(parent), what, entries.length, inputEntries)
  }
  visit(document, {
    StringValue: ({ value }) => {
      if (isUnstorable(value)) refusal ??= unstorable()
    },
    ListValue: ({ values }, _key, parent) => count(values, 'entries', parent),
    ObjectValue: ({ fields }, _key, parent) => count(fields, 'fields', parent),
  })
  return refusal
}

function tooMany(name: string, what: string, count: number, limit: number): GraphQLError {
  return badRequest(`${name} has ${count} ${what}, but at most ${limit} are allowed. Send fewer ${what}.`)
}

/** Text that PostgreSQL cannot store: a NUL character or half of a surrogate pair. */
function isUnstorable(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}

function unstorable(): GraphQLError {
  return badRequest('Text must be valid Unicode without NUL characters. Remove NUL characters and unpaired surrogates.')
}

function nameOf(parent: unknown): string {
  const node = parent as ASTNode | readonly ASTNode[] | undefined
  if (node === undefined || !('kind' in node)) return 'A list'
  if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) return node.name.value
  return node.kind === Kind.VARIABLE_DEFINITION ? node.variable.name.value : 'A list'
}
