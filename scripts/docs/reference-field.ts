import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  isRequiredArgument,
  isRequiredInputField,
  print,
} from 'graphql'
import { prose, typeText } from './reference-text.ts'

type Field = GraphQLField<unknown, unknown>

/** A field of Query or Subscription, with its arguments. */
export function documentedRoot(field: Field): string {
  return [
    `## ${field.name}`,
    `Returns ${typeText(field.type)}.${scopeText(field)}`,
    described(field),
    field.args.map(argumentText).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** All fields of a type as a list. */
export function documentedFields(type: GraphQLObjectType | GraphQLInterfaceType): string {
  return Object.values(type.getFields()).map(fieldText).join('\n')
}

export function documentedInput(type: GraphQLInputObjectType): string {
  return Object.values(type.getFields()).map(inputText).join('\n')
}

/** The scope that a field requires, from its directive. */
export function scopeText(field: Field): string {
  const directive = field.astNode?.directives?.find(({ name }) => name.value === 'requiresScope')
  const value = directive?.arguments?.[0]?.value
  if (value?.kind !== 'StringValue') return ' Any valid credential may use it.'
  return ` Needs the [scope](/operations.md#scopes) \`${value.value}\`.`
}

/** A field's description with its deprecation. */
function described({ description, deprecationReason }: Pick<Field, 'description' | 'deprecationReason'>): string {
  const deprecated = deprecationReason ? ` **Deprecated**: ${prose(deprecationReason)}` : ''
  return `${prose(description)}${deprecated}`
}

function fieldText(field: Field): string {
  const own = `- \`${field.name}\` ${typeText(field.type)}: ${described(field)}`
  return [own, ...field.args.map(argument => `  ${argumentText(argument)}`)].join('\n')
}

function argumentText(argument: GraphQLArgument): string {
  return `- \`${argument.name}${isRequiredArgument(argument) ? '' : '?'}\` ${typeText(argument.type)}: ${prose(argument.description)}${defaultText(argument)}`
}

function inputText(field: GraphQLInputField): string {
  return `- \`${field.name}${isRequiredInputField(field) ? '' : '?'}\` ${typeText(field.type)}: ${prose(field.description)}${defaultText(field)}`
}

function defaultText({ defaultValue, type }: GraphQLArgument | GraphQLInputField): string {
  if (defaultValue === undefined) return ''
  const value = astFromValue(defaultValue, type)
  return value ? ` Default: \`${print(value)}\`.` : ''
}
