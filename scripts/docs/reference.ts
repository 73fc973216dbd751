import {
  type GraphQLEnumType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql'
import { documentedFields, documentedInput, documentedRoot } from './reference-field.ts'
import { documentedMutation } from './reference-mutation.ts'
import { linkTo, pageOfType, prose, type ReferencePage } from './reference-text.ts'

const titles: Readonly<Record<ReferencePage, readonly [title: string, begin: string]>> = {
  queries: ['Queries', 'What you can read. `?` marks an argument that you can leave out.'],
  mutations: [
    'Mutations',
    'What you can do. Each mutation takes one `input` and returns its payload, or one of the errors that it names. ' +
      '`?` marks a field that you can leave out.',
  ],
  subscriptions: ['Subscriptions', 'What you can watch. See [Subscriptions and cursors](/subscriptions.md).'],
  objects: ['Objects', 'The types of what queries, mutations and subscriptions return.'],
  inputs: [
    'Inputs',
    'The types of arguments, besides the inputs of mutations, which are with [their mutation](/reference/mutations.md).',
  ],
  enums: ['Enums', 'Fixed lists of values. New values may be added: treat an unknown one as “other”.'],
  interfaces: ['Interfaces', 'Fields that several types have in common.'],
  scalars: ['Scalars', 'Single values.'],
}

/** The pages of the schema's reference: path → Markdown. */
export function referencePages(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const types = Object.values(schema.getTypeMap())
    .filter(type => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const of = (page: ReferencePage) =>
    types
      .filter(type => pageOfType(type) === page)
      .map(documentedType)
      .join('\n\n')
  const roots = (kind: 'Query' | 'Mutation' | 'Subscription') => {
    const type = schema.getType(kind)
    return isObjectType(type) ? Object.values(type.getFields()) : []
  }
  const bodies: Readonly<Record<ReferencePage, string>> = {
    queries: roots('Query').map(documentedRoot).join('\n\n'),
    mutations: roots('Mutation').map(documentedMutation).join('\n\n'),
    subscriptions: roots('Subscription').map(documentedRoot).join('\n\n'),
    objects: of('objects'),
    inputs: of('inputs'),
    enums: of('enums'),
    interfaces: of('interfaces'),
    scalars: of('scalars'),
  }
  return new Map(
    Object.entries(titles).map(([page, [title, begin]]) => [
      `reference/${page}.md`,
      `# ${title}\n\n${begin}\n\n${bodies[page as ReferencePage]}\n`,
    ]),
  )
}

function documentedType(type: GraphQLNamedType): string {
  return [`## ${type.name}`, prose(type.description), ...contentOf(type)].filter(Boolean).join('\n\n')
}

function contentOf(type: GraphQLNamedType): string[] {
  if (isScalarType(type)) return type.specifiedByURL ? [`Format: <${type.specifiedByURL}>`] : []
  if (isEnumType(type)) return [documentedValues(type)]
  if (isUnionType(type)) return [type.getTypes().map(linkTo).join(' · ')]
  if (isInputObjectType(type)) return [documentedInput(type)]
  if (!isObjectType(type) && !isInterfaceType(type)) return []
  const interfaces = type.getInterfaces()
  const implemented = interfaces.length > 0 ? [`Implements ${interfaces.map(linkTo).join(', ')}.`] : []
  return [...implemented, documentedFields(type)]
}

function documentedValues(type: GraphQLEnumType): string {
  return type
    .getValues()
    .map(({ name, description }) => `- \`${name}\`: ${prose(description)}`)
    .join('\n')
}
