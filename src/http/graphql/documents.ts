import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import { isRecord } from '../../base/text/json.ts'
import { createDocumentCache } from './document-cache.ts'
import { withLiteralIssue } from './errors/input-issue.ts'
import { refuseLiterals, refuseVariables } from './errors/input-values.ts'
import { badRequest, firstErrors, MOST_ERRORS, withCode } from './errors/public-error.ts'
import type { Limits } from './limits/limits.ts'
import { type Cost, type OperationCost, operationCost } from './limits/list-cost.ts'
import { createListSizes } from './limits/list-size.ts'
import { bracketsNestDeeper } from './limits/nesting.ts'
import { refuseByShape } from './limits/shape.ts'
import { hasConditionalRoot, validationRules } from './streams/subscription-root.ts'

/** A query's text, read and checked. */
export interface Prepared {
  /** Undefined where the text is no document. */
  readonly document: DocumentNode | undefined
  /** Empty where it can be executed. Each has a code. */
  readonly errors: readonly GraphQLError[]
}

export interface Documents {
  prepare(query: string): Prepared
  check(document: DocumentNode, operationName: string | null | undefined, variables: unknown): Checked
}

/** An operation of a prepared document, looked at together with its variables. */
export interface Checked {
  /** Why it cannot be executed; undefined if it can. */
  readonly refusal: GraphQLError | undefined
  /** Values that its answer could hold, as its cost counts them. */
  readonly values: number
}

/** Parses and validates each query once: programs send the same few texts again and again. Keeps nothing that is refused. */
export function createDocuments(schema: GraphQLSchema, limits: Limits): Documents {
  const valid = createDocumentCache(limits.rememberedBytes)
  const costOf = createCostMeter(schema)
  return {
    prepare(query) {
      const known = valid.get(query)
      if (known) return { document: known, errors: [] }
      const fresh = prepare(query, schema, limits)
      if (fresh.document && fresh.errors.length === 0) valid.set(query, fresh.document)
      return fresh
    },
    check(document, operationName, variables) {
      const operation = operationOf(document, operationName)
      if (operation === undefined) return { refusal: undefined, values: 0 } // execution says which of the two reasons it is
      const refusal = hasConditionalRoot(document, operation) ? conditionalRoot() : refuseVariables(variables, limits)
      if (refusal) return { refusal, values: 0 }
      const cost = costOf(document, operation, variables)
      return { refusal: refuseCost(cost, limits), values: cost.values }
    },
  }
}

function prepare(query: string, schema: GraphQLSchema, limits: Limits): Prepared {
  let document: DocumentNode
  try {
    if (bracketsNestDeeper(query, limits))
      return {
        document: undefined,
        errors: [
          badRequest(
            `The document has too many nested brackets: at most ${limits.nesting} levels are allowed. Use a flatter query.`,
          ),
        ],
      }
    document = parse(query, { maxTokens: limits.tokens })
  } catch (error) {
    if (error instanceof GraphQLError) return { document: undefined, errors: [withCode(error, 'BAD_USER_INPUT')] }
    throw error
  }
  const badShape = refuseByShape(document, limits)
  if (badShape.length > 0) return { document, errors: badShape }
  const badLiteral = refuseLiterals(document, limits)
  if (badLiteral) return { document, errors: [badLiteral] }
  const found = validate(schema, document, validationRules, { maxErrors: MOST_ERRORS })
  const errors = found.map(error => withCode(withLiteralIssue(document, error), 'BAD_USER_INPUT'))
  return { document, errors: firstErrors(errors, errors.length > MOST_ERRORS) }
}

function conditionalRoot(): GraphQLError {
  return badRequest('The root field of a subscription must not have @skip or @include. Omit the field instead.')
}

/** Counts each operation once, unless its cost depends on its variables. */
function createCostMeter(schema: GraphQLSchema) {
  const sizes = createListSizes(schema)
  const known = new WeakMap<OperationDefinitionNode, OperationCost>()
  return (document: DocumentNode, operation: OperationDefinitionNode, variables: unknown): Cost => {
    const cost = known.get(operation) ?? operationCost(schema, sizes, document, operation)
    known.set(operation, cost)
    return cost.variable && isRecord(variables) ? cost.of(variables) : cost.withoutVariables
  }
}

function refuseCost({ objects, values }: Cost, limits: Limits): GraphQLError | undefined {
  if (objects > limits.listedObjects)
    return badRequest(
      `The lists could return ${objects} objects, but at most ${limits.listedObjects} are allowed. Request smaller pages.`,
    )
  if (values > limits.values)
    return badRequest(
      `The response could contain ${values} values, but at most ${limits.values} are allowed. Request smaller ` +
        'pages or fewer fields.',
    )
  return undefined
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
