import {
  type ASTVisitor,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  SingleFieldSubscriptionsRule,
  specifiedRules,
  type ValidationContext,
} from 'graphql'
import { fragmentsOf } from '../limits/shape.ts'

const CONDITIONS = new Set(['skip', 'include'])

/**
 * True for a subscription with @skip or @include at its root or in a fragment there. The specification forbids both:
 * the number of root fields must not depend on variables.
 */
export function hasConditionalRoot(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return false
  const fragments = fragmentsOf(document)
  const seen = new Set<string>()
  const isConditional = ({ selections }: SelectionSetNode): boolean =>
    selections.some(selection => {
      if (selection.directives?.some(({ name }) => CONDITIONS.has(name.value))) return true
      if (selection.kind === Kind.INLINE_FRAGMENT) return isConditional(selection.selectionSet)
      if (selection.kind === Kind.FIELD || seen.has(selection.name.value)) return false
      seen.add(selection.name.value)
      const fragment = fragments.get(selection.name.value)
      return fragment !== undefined && isConditional(fragment.selectionSet)
    })
  return isConditional(operation.selectionSet)
}

/**
 * graphql-js's rules. Its rule for subscriptions throws on a condition at the root, so it skips such an operation,
 * which is refused at execution instead; other operations of the document stay valid.
 */
export const validationRules = specifiedRules.map(rule =>
  rule === SingleFieldSubscriptionsRule ? singleFieldUnlessConditional : rule,
)

function singleFieldUnlessConditional(context: ValidationContext): ASTVisitor {
  const { OperationDefinition: check } = SingleFieldSubscriptionsRule(context) as {
    OperationDefinition(node: OperationDefinitionNode): void
  }
  return {
    OperationDefinition(node) {
      if (!hasConditionalRoot(context.getDocument(), node)) check(node)
    },
  }
}
