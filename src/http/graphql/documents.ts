import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import { isRecord } from '../../base/text/json.ts'
import { createDocumentCache } from './document-cache.ts'
import { withLiteralIssue } from './errors/input-issue.ts'
import { refuseLiterals, refuseVariables } from './errors/input-values.ts'
import { badRequest, firstErrors, MOST_ERRORS, withCode } from './errors/public-error.ts'
import { withoutSuggestions } from './errors/suggestions.ts'
import type { Limits } from './limits/limits.ts'
import { type Cost, type OperationCost, operationCost } from './limits/list-cost.ts'
import { createListSizes } from './limits/list-size.ts'
import { bracketsNestDeeper } from './limits/nesting.ts'
import { refuseByShape } from './limits/shape.ts'
import { hasConditionalRoot, validationRules } from './streams/subscription-root.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

/** A parsed and validated query text. */
interface Prepared {
  /** Undefined if the text cannot be parsed. */
  readonly document: DocumentNode | undefined
  /** Empty if it can be executed. Each error has a code. */
  readonly errors: readonly GraphQLError[]
}

export interface Documents {
  /** The only documents that are executed; undefined: any. */
  readonly trusted: TrustedDocuments | undefined
  readonly introspection: boolean
  prepare(query: string): Prepared
  check(document: DocumentNode, operationName: string | null | undefined, variables: unknown): Checked
}

/** An operation of a prepared document, checked with its variables. */
export interface Checked {
  /** Why it cannot be executed; undefined if it can. */
  readonly refusal: GraphQLError | undefined
  /** Upper bound of the values in its result, as the cost counts them. */
  readonly values: number
}

interface DocumentsOptions {
  /** False: no introspection, and no names of the schema in errors. */
  readonly introspection?: boolean
  readonly trusted?: TrustedDocuments | undefined
}

/** Parses and validates each query text once and caches the valid ones, because programs send the same few texts. */
export function createDocuments(
  schema: GraphQLSchema,
  limits: Limits,
  { introspection = true, trusted }: DocumentsOptions = {},
): Documents {
  const valid = createDocumentCache(limits.rememberedBytes)
  const costOf = createCostMeter(schema)
  const rules = introspection ? validationRules : [...validationRules, NoSchemaIntrospectionCustomRule]
  const validated = (document: DocumentNode): readonly GraphQLError[] => {
    const found = validate(schema, document, rules, { maxErrors: MOST_ERRORS })
    return introspection ? found : found.map(withoutSuggestions)
  }
  return {
    trusted,
    introspection,
    prepare(query) {
      const known = valid.get(query)
      if (known) return { document: known, errors: [] }
      const fresh = prepare(query, validated, limits)
      if (fresh.document && fresh.errors.length === 0) valid.set(query, fresh.document)
      return fresh
    },
    check(document, operationName, variables) {
      const operation = operationOf(document, operationName)
      if (operation === undefined) return { refusal: undefined, values: 0 } // execution reports the reason
      const refusal = hasConditionalRoot(document, operation) ? conditionalRoot() : refuseVariables(variables, limits)
      if (refusal) return { refusal, values: 0 }
      const cost = costOf(document, operation, variables)
      return { refusal: refuseCost(cost, limits), values: cost.values }
    },
  }
}

function prepare(
  query: string,
  validated: (document: DocumentNode) => readonly GraphQLError[],
  limits: Limits,
): Prepared {
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
  const errors = validated(document).map(error => withCode(withLiteralIssue(document, error), 'BAD_USER_INPUT'))
  return { document, errors: firstErrors(errors, errors.length > MOST_ERRORS) }
}

function conditionalRoot(): GraphQLError {
  return badRequest('The root field of a subscription must not have @skip or @include. Omit the field instead.')
}

/** Computes the cost of each operation once, unless it depends on the variables. */
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

/** The requested operation; undefined if the name matches none, or if there are several and no name. */
export function operationOf(
  document: DocumentNode,
  operationName: string | null | undefined,
): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter(definition => definition.kind === Kind.OPERATION_DEFINITION)
  // An empty name counts as absent.
  if (!operationName) return operations.length === 1 ? operations[0] : undefined
  return operations.find(operation => operation.name?.value === operationName)
}
