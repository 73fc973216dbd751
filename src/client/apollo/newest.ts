import { gql, type InMemoryCache } from '@apollo/client'
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql'
import { possibleTypes } from '../generated/facts.ts'

const versionedTypes: readonly unknown[] = possibleTypes['VersionedNode'] ?? []

interface Written {
  readonly query: DocumentNode
  readonly result: unknown
  readonly variables?: Record<string, unknown> | undefined
}

type Fields = Readonly<Record<string, unknown>>

/** The result with the cache's own data in the place of each object of which the cache has a higher version. */
export function newest(cache: InMemoryCache, { query, result, variables }: Written): unknown {
  const fragments = query.definitions.filter(definition => definition.kind === 'FragmentDefinition')
  const [operation = fragments[0]] = query.definitions.filter(definition => definition.kind === 'OperationDefinition')

  const value = (part: unknown, selected: SelectionSetNode): unknown => {
    if (Array.isArray(part)) return part.map(one => value(one, selected))
    if (typeof part !== 'object' || part === null) return part
    const fields = withInner(part as Fields, selected)
    return { ...fields, ...newer(fields, selected) }
  }
  /** The object's fields, with the objects in them replaced. */
  const withInner = (fields: Fields, { selections }: SelectionSetNode): Fields => {
    const whole: Record<string, unknown> = { ...fields }
    for (const selection of selections) {
      if (selection.kind === 'Field') {
        const key = (selection.alias ?? selection.name).value
        if (selection.selectionSet && key in whole) whole[key] = value(whole[key], selection.selectionSet)
      } else {
        const inner = selection.kind === 'InlineFragment' ? selection : named(fragments, selection.name.value)
        if (inner) Object.assign(whole, withInner(whole, inner.selectionSet))
      }
    }
    return whole
  }
  /** What the cache has of the same selection, if its version is higher. */
  const newer = (fields: Fields, selected: SelectionSetNode): Fields | undefined => {
    const { __typename: type, id, version } = fields
    if (!versionedTypes.includes(type) || typeof id !== 'string' || typeof version !== 'number') return undefined
    const document = versionOf(String(type))
    const common = { id: cache.identify({ __typename: String(type), id }) ?? id, variables: variables ?? {} }
    const known = cache.readFragment<{ readonly version: number }>({ ...common, fragment: document })
    if (known === null || known.version <= version) return undefined
    const [definition] = document.definitions
    const fragment = { ...document, definitions: [{ ...definition, selectionSet: selected }, ...fragments] }
    const options = { ...common, fragment: fragment as DocumentNode, fragmentName: nameOf(String(type)) }
    return cache.readFragment<Fields>({ ...options, returnPartialData: true }) ?? undefined
  }
  return operation ? value(result, operation.selectionSet) : result
}

function named(fragments: readonly FragmentDefinitionNode[], name: string): FragmentDefinitionNode | undefined {
  return fragments.find(fragment => fragment.name.value === name)
}

const nameOf = (type: string) => `PerennialVersionOf${type}`
const versionOf = (type: string): DocumentNode => gql(`fragment ${nameOf(type)} on ${type} { version }`)
