import { hash } from 'node:crypto'
import { type ASTNode, type DocumentNode, type ExecutionArgs, Kind, type OperationDefinitionNode, visit } from 'graphql'
import { isRecord } from '../../../base/text/json.ts'
import { operationOf } from '../documents.ts'

/**
 * Names what subscriptions select of an event: their document, its operation, and the variables below the root field.
 * Two subscriptions with the same name get the same result of the same event, if they also have the same audience.
 */
export function createSelectionKeys(): (args: ExecutionArgs) => string {
  // Documents are cached by their text, so equal texts are nearly always one object.
  const numbers = new WeakMap<DocumentNode, number>()
  const namesOf = new WeakMap<OperationDefinitionNode, readonly string[]>()
  let last = 0
  const numberOf = (document: DocumentNode): number => {
    const number = numbers.get(document) ?? ++last
    numbers.set(document, number)
    return number
  }
  return ({ document, operationName, variableValues }) => {
    const operation = operationOf(document, operationName)
    if (operation === undefined) throw new Error('a subscription that was started has an operation')
    const names = namesOf.get(operation) ?? variablesBelowRoot(document, operation)
    namesOf.set(operation, names)
    const given: Readonly<Record<string, unknown>> = isRecord(variableValues) ? variableValues : {}
    const variables = names.filter(name => Object.hasOwn(given, name)).map(name => [name, given[name]])
    // A digest, because a key is kept for each subscription and variables can be long.
    return hash('sha256', JSON.stringify([numberOf(document), operationName ?? null, variables]), 'base64')
  }
}

/**
 * The variables that can change the result of an event. Those in the arguments of the root field only choose events:
 * its resolver returns the event that it is given. A root field in a fragment counts with its arguments.
 */
function variablesBelowRoot(document: DocumentNode, operation: OperationDefinitionNode): readonly string[] {
  const names = new Set<string>()
  const collect = (node: ASTNode) =>
    void visit(node, {
      Variable({ name }) {
        names.add(name.value)
      },
    })
  operation.directives?.forEach(collect)
  for (const selection of operation.selectionSet.selections) {
    if (selection.kind !== Kind.FIELD) {
      collect(selection)
      continue
    }
    selection.directives?.forEach(collect)
    if (selection.selectionSet) collect(selection.selectionSet)
  }
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) collect(definition)
  return [...names]
}
