import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import type { Limits } from './limits.ts'
import { type ListCost, listCost } from './list-cost.ts'
import { badRequest, withCode } from './public-error.ts'
import { refuseByShape } from './shape.ts'
import { documentHasUnstorableText, hasUnstorableText } from './storable-text.ts'

/** A query's text, read and checked. */
export interface Prepared {
  /** Undefined where the text is no document. */
  readonly document: DocumentNode | undefined
  /** Empty where it can be executed. Each has a code. */
  readonly errors: readonly GraphQLError[]
}

export interface Documents {
  prepare(query: string): Prepared
  /** Why this operation of a prepared document cannot be executed with these variables, or undefined. */
  refuse(document: DocumentNode, operationName: string | null | undefined, variables: unknown): GraphQLError | undefined
}

const REMEMBERED = 1_000
// A longer text is generated rather than written, and probably once: remembering it would push out ten others.
const LONGEST_REMEMBERED = 20_000

/**
 * Parses and validates each query once: programs send the same few texts for ever. Remembers the most recently used
 * ones, invalid ones included, so that neither a busy nor a broken client costs a validation per request.
 */
export function createDocuments(schema: GraphQLSchema, limits: Limits): Documents {
  const prepared = new Map<string, Prepared>()
  const costs = new WeakMap<OperationDefinitionNode, ListCost & { readonly fixed: number }>()
  const costOf = (document: DocumentNode, operation: OperationDefinitionNode) => {
    const known = costs.get(operation)
    if (known) return known
    const cost = listCost(schema, document, operation)
    const measured = { ...cost, fixed: cost.of({}) }
    costs.set(operation, measured)
    return measured
  }
  return {
    prepare(query) {
      const known = prepared.get(query)
      if (known) {
        prepared.delete(query)
        prepared.set(query, known)
        return known
      }
      const fresh = prepare(query, schema, limits)
      if (query.length > LONGEST_REMEMBERED) return fresh
      prepared.set(query, fresh)
      if (prepared.size > REMEMBERED) {
        for (const oldest of prepared.keys()) {
          prepared.delete(oldest)
          break
        }
      }
      return fresh
    },
    refuse(document, operationName, variables) {
      const operation = operationOf(document, operationName)
      if (operation === undefined) return undefined // execution says which of the two reasons it is
      if (hasUnstorableText(variables)) return unstorableText()
      const cost = costOf(document, operation)
      const objects = cost.variable ? cost.of(isVariables(variables) ? variables : {}) : cost.fixed
      return objects > limits.listedObjects
        ? badRequest(
            `The lists could hold ${objects} objects; at most ${limits.listedObjects} are taken. Ask for smaller pages.`,
          )
        : undefined
    },
  }
}

function prepare(query: string, schema: GraphQLSchema, limits: Limits): Prepared {
  let document: DocumentNode
  try {
    document = parse(query, { maxTokens: limits.tokens })
  } catch (error) {
    if (error instanceof GraphQLError) return { document: undefined, errors: [withCode(error, 'BAD_USER_INPUT')] }
    throw error
  }
  const refused = refuseByShape(document, limits)
  if (refused.length > 0) return { document, errors: refused }
  // Such text can only be written as an escape.
  if (query.includes('\\u') && documentHasUnstorableText(document)) return { document, errors: [unstorableText()] }
  return { document, errors: validate(schema, document).map(error => withCode(error, 'BAD_USER_INPUT')) }
}

function unstorableText(): GraphQLError {
  return badRequest('Text must not contain a NUL character or half of a surrogate pair.')
}

/** The operation that a request means, or undefined where it names none or leaves it open. */
export function operationOf(
  document: DocumentNode,
  operationName: string | null | undefined,
): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter(definition => definition.kind === Kind.OPERATION_DEFINITION)
  // An empty name is none.
  if (!operationName) return operations.length === 1 ? operations[0] : undefined
  return operations.find(operation => operation.name?.value === operationName)
}

function isVariables(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
