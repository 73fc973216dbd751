import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql'
import { anchorOf } from '../../docs/.vitepress/anchor.ts'

export type ReferencePage =
  | 'queries'
  | 'mutations'
  | 'subscriptions'
  | 'objects'
  | 'inputs'
  | 'enums'
  | 'interfaces'
  | 'scalars'

/** The page that describes a type; undefined if none does, as for GraphQL's own scalars and for results of mutations. */
export function pageOfType(type: GraphQLNamedType): ReferencePage | undefined {
  if (/^(Query|Mutation|Subscription)$/.test(type.name) || isUnionType(type) || isSpecifiedScalarType(type))
    return undefined
  if (isMutationInput(type) || type.name.endsWith('Payload')) return 'mutations'
  if (isInputObjectType(type)) return 'inputs'
  if (isEnumType(type)) return 'enums'
  if (isInterfaceType(type)) return 'interfaces'
  return isScalarType(type) ? 'scalars' : 'objects'
}

/** `ChargeCreateInput` is described with its mutation, `MoneyInput` is not. */
function isMutationInput({ name }: GraphQLNamedType): boolean {
  return /(Create|Update|Erase|Revoke|Sync|Resolve|Capture|Refund|Void|Pause|Resume|Cancel|Retry|Skip|Advance|Rotate|Set|Retire)Input$/.test(
    name,
  )
}

/** A type's name, linked to its description. */
export function linkTo(type: GraphQLNamedType): string {
  const page = pageOfType(type)
  if (page === undefined) return `\`${type.name}\``
  return `[${type.name}](/reference/${page}.md#${anchorOf(anchorName(type))})`
}

/** Inputs and payloads are below their mutation: `ChargeCreateInput` is below `chargeCreate`. */
function anchorName(type: GraphQLNamedType): string {
  return pageOfType(type) === 'mutations' ? type.name.replace(/(Input|Payload)$/, '') : type.name
}

/** A type with its brackets and exclamation marks, its name linked. */
export function typeText(type: GraphQLInputType | GraphQLOutputType): string {
  const named = getNamedType(type)
  const [before = '', after = ''] = String(type).split(named.name)
  if (pageOfType(named) === undefined) return `\`${type}\``
  return `${before.replaceAll('[', '&#91;')}${linkTo(named)}${after.replaceAll(']', '&#93;')}`
}

/** A description as Markdown on one line, in which nothing is HTML or a template. The scope is said beside it, with a link. */
export function prose(description: string | null | undefined): string {
  return (description ?? '')
    .replace(/ Requires scope \w+\.$/, '')
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;').replaceAll('{{', '&#123;{')))
    .join('')
    .replaceAll(/\s*\n\s*/g, ' ')
}
