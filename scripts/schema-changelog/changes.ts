import {
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql'

/** What changed between two schemas, as sentences. */
export interface SchemaChanges {
  /** Documents that were valid may not be. */
  readonly breaking: readonly string[]
  /** Valid documents stay valid, and may get something that they have not got before. */
  readonly dangerous: readonly string[]
  readonly added: readonly string[]
  readonly deprecated: readonly string[]
}

/** Compares two schemas, given as SDL. */
export function changesBetween(before: string, after: string): SchemaChanges {
  const [from, to] = [buildSchema(before), buildSchema(after)]
  const sentences = (changes: readonly { readonly description: string }[]) =>
    changes.map(({ description }) => withCode(description))
  return {
    breaking: sentences(findBreakingChanges(from, to)).sort(),
    dangerous: sentences(findDangerousChanges(from, to)).sort(),
    added: added(from, to),
    deprecated: namesOf(to, isDeprecated)
      .filter(name => !namesOf(from, isDeprecated).includes(name))
      .map(name => `\`${name}\` is deprecated.`),
  }
}

/** Marks the names in a sentence of graphql-js: words with a dot or a capital letter inside. */
function withCode(sentence: string): string {
  return sentence.replaceAll(/\b(?:[A-Za-z_]+\.)?[A-Za-z]+[A-Z_.][A-Za-z_.]*\b[\])!]*/g, name =>
    name.endsWith('.') ? `\`${name.slice(0, -1)}\`.` : `\`${name}\``,
  )
}

function added(from: GraphQLSchema, to: GraphQLSchema): string[] {
  const types = Object.keys(to.getTypeMap()).filter(name => from.getType(name) === undefined)
  const known = new Set(namesOf(from))
  const members = namesOf(to).filter(name => !known.has(name) && !types.includes(name.split('.')[0] ?? ''))
  return [...types.sort().map(name => `Type \`${name}\`.`), ...members.sort().map(name => `\`${name}\`.`)]
}

interface Member {
  readonly name: string
  readonly deprecationReason?: string | null | undefined
}

const isDeprecated = ({ deprecationReason }: Member) => deprecationReason != null

/** Fields and their arguments, fields of inputs and values of enums: `Charge.status`, `Query.charge(id:)`. */
function namesOf(schema: GraphQLSchema, filter: (member: Member) => boolean = () => true): string[] {
  return Object.values(schema.getTypeMap()).flatMap(type =>
    membersOf(type)
      .filter(filter)
      .map(({ name }) => `${type.name}.${name}`),
  )
}

function membersOf(type: GraphQLNamedType): Member[] {
  if (type.name.startsWith('__')) return []
  if (isEnumType(type)) return [...type.getValues()]
  if (isInputObjectType(type)) return Object.values(type.getFields())
  if (!isObjectType(type) && !isInterfaceType(type)) return []
  return Object.values(type.getFields()).flatMap(field => [
    field,
    ...field.args.map(argument => ({ ...argument, name: `${field.name}(${argument.name}:)` })),
  ])
}
