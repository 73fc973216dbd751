import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  GraphQLError,
  isValueNode,
  Kind,
  type VariableDefinitionNode,
  visit,
} from 'graphql'
import { abbreviated, firstCharacters } from '../../../base/text/characters.ts'
import { type InputIssue, type InputIssueCode, summaryOf } from '../../../domain/input/user-error.ts'
import { withCode, withExtensions } from './public-error.ts'

/**
 * graphql-js refuses a value either when it validates the document (a literal) or when it coerces the variables. Both
 * errors get `extensions.issues` in the form of InvalidInput.issues, with the same path for the same field.
 */

const UNDEFINED_FIELD = '" is not defined by type "'
/** graphql-js quotes names and values of the request. */
const LONGEST_MESSAGE = 300
const LONGEST_NAME = 100

/** A validation error, with its issue and location if it is about a value. */
export function withLiteralIssue(document: DocumentNode, error: GraphQLError): GraphQLError {
  const node = error.nodes?.[0]
  if (node === undefined || !(isLiteral(node) || node.kind === Kind.OBJECT_FIELD)) return error
  const issue = issueOf(error.message, pathOf(document, node))
  const { nodes, source, positions } = error
  const place = { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null }
  return new GraphQLError(summaryOf([issue]), { ...place, extensions: { issues: [issue] } })
}

/** A coercion error, with its issue if it is about a variable's value or an argument. */
export function withVariableIssue(document: DocumentNode, error: GraphQLError): GraphQLError {
  const node = error.nodes?.[0]
  const { originalError } = error
  if (node === undefined || (originalError !== undefined && isDefect(originalError))) return error
  if (node.kind !== Kind.VARIABLE_DEFINITION) {
    const isArgument = (isLiteral(node) || node.kind === Kind.VARIABLE) && error.message.startsWith('Argument "')
    return isArgument ? withIssues(error, issueOf(error.message, pathOf(document, node))) : error
  }
  if (error.path !== undefined) return error
  const text = originalError?.message ?? error.message
  const path = [...pathOf(document, node), ...pathBelow(error), ...unknownField(text)]
  return withIssues(error, issueOf(text, path))
}

function withIssues(error: GraphQLError, issue: InputIssue): GraphQLError {
  return withCode(withExtensions(error, { issues: [issue] }), 'BAD_USER_INPUT')
}

/**
 * ["amount", "value"] of `Variable "$input" got invalid value … at "input.amount.value"; …`: only the message has the
 * path.
 */
function pathBelow({ message, originalError }: GraphQLError): readonly string[] {
  const [before, after] = [' at "', `"; ${originalError?.message}`]
  if (!message.endsWith(after)) return []
  const text = message.slice(0, -after.length)
  const at = text.lastIndexOf(before)
  const place = at < 0 ? '' : text.slice(at + before.length)
  return place.includes('"') ? [] : (place.match(/[^.[\]]+/g) ?? []).slice(1)
}

function issueOf(text: string, names: readonly string[]): InputIssue {
  const field = /^Field "(?:\w+\.)?(\w+)" of required type /.exec(text)?.[1]
  const path = names[0] === 'input' ? names.slice(1) : names
  return {
    path: field === undefined ? path : [...path, field],
    code: codeOf(text),
    message: abbreviated(text, LONGEST_MESSAGE),
  }
}

/** The name in `Field "name" is not defined by type "…".`, which the path of the error lacks. */
function unknownField(text: string): readonly string[] {
  const [before, after] = ['Field "', UNDEFINED_FIELD]
  const end = text.indexOf(after)
  if (end < 0 || !text.startsWith(before)) return []
  return [firstCharacters(text.slice(before.length, end), LONGEST_NAME)]
}

function codeOf(text: string): InputIssueCode {
  if (/(?:was not provided|not (?:to )?be null|, found null|not provided a runtime value)\.$/.test(text))
    return 'REQUIRED'
  return text.includes(UNDEFINED_FIELD) || text.includes('" does not exist in "') ? 'UNSUPPORTED' : 'FORMAT'
}

/** A scalar refuses a value with a GraphQLError without a cause. Anything else that it throws is a defect. */
function isDefect(thrown: Error): boolean {
  return !(thrown instanceof GraphQLError) || thrown.originalError !== undefined
}

function isLiteral(node: ASTNode): boolean {
  return isValueNode(node) && node.kind !== Kind.VARIABLE
}

/** The path of a variable's first use. */
function useOf(document: DocumentNode, { variable }: VariableDefinitionNode): readonly string[] {
  const name = variable.name.value
  let use: ASTNode | undefined
  visit(document, {
    VariableDefinition: () => false,
    Variable: node => {
      if (node.name.value !== name) return undefined
      use = node
      return BREAK
    },
  })
  return use === undefined ? [name] : namesTo(document, use)
}

/** The path to a value: its argument, its fields and its indexes in lists. */
function namesTo(document: DocumentNode, target: ASTNode): readonly string[] {
  let names: string[] = []
  visit(document, {
    enter(node, _key, _parent, path) {
      if (node !== target) return undefined
      let at: unknown = document
      for (const [depth, key] of path.entries()) {
        at = (at as Record<string, unknown>)[key]
        const { kind, name } = at as { kind?: string; name?: { value: string } }
        if (kind === Kind.ARGUMENT || kind === Kind.OBJECT_FIELD)
          names = [...names, firstCharacters(name?.value ?? '', LONGEST_NAME)]
        else if (path[depth - 1] === 'values') names = [...names, String(key)]
      }
      return BREAK
    },
  })
  return names
}

const known = new WeakMap<ASTNode, readonly string[]>()

/** Walks the document once for a node, even if thousands of errors are about it, as for a long list. */
function pathOf(document: DocumentNode, node: ASTNode): readonly string[] {
  const path =
    known.get(node) ?? (node.kind === Kind.VARIABLE_DEFINITION ? useOf(document, node) : namesTo(document, node))
  known.set(node, path)
  return path
}
