import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { badRequest } from '../errors/public-error.ts'
import type { Limits } from './limits.ts'

/** The size of a selection with its fragments expanded. */
interface Shape {
  readonly depth: number
  readonly fields: number
  readonly aliases: number
  readonly directives: number
  /** The largest number of directives on one field or fragment. */
  readonly directivesAtOnce: number
}

const NOTHING: Shape = { depth: 0, fields: 0, aliases: 0, directives: 0, directivesAtOnce: 0 }
const INTROSPECTION = new Set(['__schema', '__type'])

/**
 * Refuses documents that are too large. Runs before graphql-js's own rules, some of which take quadratic time, and
 * takes linear time: every fragment is measured once. Packages such as graphql-armor count depth, aliases and
 * directives one by one and do not expand fragments in linear time.
 */
export function refuseByShape(document: DocumentNode, limits: Limits): GraphQLError[] {
  const measure = shapeMeter(document)
  const errors: GraphQLError[] = []
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue
    const shape = measure(operation.selectionSet)
    const roots = measure.roots(operation)
    const check = (what: string, count: number, limit: number) => {
      if (count > limit)
        errors.push(
          badRequest(
            `The operation is too large: ${what} ${count}, maximum ${limit}. Request fewer fields, or split the operation.`,
          ),
        )
    }
    check('depth', shape.depth, limits.depth)
    check('fields (with fragments expanded)', shape.fields, limits.fields)
    check('aliases', shape.aliases, limits.aliases)
    const ofOperation = operation.directives?.length ?? 0
    check('directives', shape.directives + ofOperation, limits.directives)
    check('directives in one place', Math.max(shape.directivesAtOnce, ofOperation), limits.directivesAtOnce)
    check('root fields', roots, limits.rootFields)
  }
  return errors
}

function shapeMeter(document: DocumentNode) {
  const fragments = fragmentsOf(document)
  const measured = new Map<string, Shape>()
  const ofFragment = (name: string): Shape => {
    const known = measured.get(name)
    if (known) return known
    // graphql-js reports cycles; here they only have to end.
    measured.set(name, NOTHING)
    const fragment = fragments.get(name)
    const shape = fragment ? ofSelections(fragment.selectionSet) : NOTHING
    measured.set(name, shape)
    return shape
  }
  const ofSelections = (selectionSet: SelectionSetNode): Shape => {
    let total = NOTHING
    for (const selection of selectionSet.selections) {
      const directives = selection.directives?.length ?? 0
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? ofSelections(selection.selectionSet) : NOTHING
        const depth = INTROSPECTION.has(selection.name.value) ? 1 : below.depth + 1
        total = sum(total, { ...withDirectives(below, directives), depth, fields: below.fields + 1 })
        if (selection.alias) total = { ...total, aliases: total.aliases + 1 }
      } else {
        const below =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value)
            : ofSelections(selection.selectionSet)
        total = sum(total, withDirectives(below, directives))
      }
    }
    return total
  }
  const roots = (operation: OperationDefinitionNode): number => {
    const seen = new Set<string>()
    const count = (selectionSet: SelectionSetNode): number =>
      selectionSet.selections.reduce((sumSoFar, selection) => {
        if (selection.kind === Kind.FIELD) return sumSoFar + 1
        if (selection.kind === Kind.INLINE_FRAGMENT) return sumSoFar + count(selection.selectionSet)
        // A fragment that is spread twice counts once, because graphql-js merges its fields.
        if (seen.has(selection.name.value)) return sumSoFar
        seen.add(selection.name.value)
        const fragment = fragments.get(selection.name.value)
        return sumSoFar + (fragment ? count(fragment.selectionSet) : 0)
      }, 0)
    return count(operation.selectionSet)
  }
  return Object.assign(ofSelections, { roots })
}

function withDirectives(shape: Shape, count: number): Shape {
  const { directives, directivesAtOnce } = shape
  return { ...shape, directives: directives + count, directivesAtOnce: Math.max(directivesAtOnce, count) }
}

function sum(a: Shape, b: Shape): Shape {
  return {
    depth: Math.max(a.depth, b.depth),
    fields: a.fields + b.fields,
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
    directivesAtOnce: Math.max(a.directivesAtOnce, b.directivesAtOnce),
  }
}

export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap(definition =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  )
}
