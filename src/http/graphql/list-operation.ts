import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { listFields } from '../../../schema/lists/list-fields.ts'
import { fragmentsOf } from './limits/shape.ts'

const known = new WeakMap<OperationDefinitionNode, boolean>()

/** True for a query of lists alone, which a read replica may answer. Documents are cached, and so is this. */
export function isListOperation(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  const before = known.get(operation)
  if (before !== undefined) return before
  const isList =
    operation.operation === 'query' && [...rootFields(fragmentsOf(document), operation.selectionSet)].every(isOfLists)
  known.set(operation, isList)
  return isList
}

function isOfLists(name: string): boolean {
  return listFields.has(name) || name === '__typename'
}

function* rootFields(
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  { selections }: SelectionSetNode,
): Generator<string> {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) yield selection.name.value
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* rootFields(fragments, selection.selectionSet)
    else {
      const fragment = fragments.get(selection.name.value)
      if (fragment) yield* rootFields(fragments, fragment.selectionSet)
    }
  }
}
