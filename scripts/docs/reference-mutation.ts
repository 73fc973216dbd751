import {
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isInputObjectType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { documentedFields, documentedInput, scopeText } from './reference-field.ts'
import { linkTo, prose } from './reference-text.ts'

/** A mutation with everything about it: its input, its payload and its errors. */
export function documentedMutation(field: GraphQLField<unknown, unknown>): string {
  const input = field.args.map(({ type }) => getNamedType(type)).find(isInputObjectType)
  const members = membersOf(getNamedType(field.type))
  const payload = members.filter(isObjectType).find(({ name }) => name.endsWith('Payload'))
  const errors = members.filter(member => member !== payload)
  return [
    `## ${field.name}`,
    `${prose(field.description)}${scopeText(field)}`,
    ...(input ? [`**Input**, \`${input.name}\`: ${prose(input.description)}`, documentedInput(input)] : []),
    ...(payload ? [`**Payload**, \`${payload.name}\`: ${prose(payload.description)}`, documentedFields(payload)] : []),
    ...(errors.length > 0 ? [`**Errors**: ${errors.map(linkTo).join(', ')}.`] : []),
  ].join('\n\n')
}

function membersOf(type: GraphQLNamedType): readonly GraphQLNamedType[] {
  return isUnionType(type) ? type.getTypes() : [type]
}
