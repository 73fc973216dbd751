import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isObjectType,
} from 'graphql'

/**
 * A plugin of graphql-codegen: what the client has to know of the schema while it runs, as constants. Lists are sorted,
 * so that the file changes only if the schema does.
 */
export function plugin(schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .sort((one, other) => one.name.localeCompare(other.name))
  const operations = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  const objects = types.filter(isObjectType)
  return [
    declared(
      'possibleTypes',
      'The object types of each interface and union.',
      types.filter(isAbstractType).map(type => [type.name, names(schema.getPossibleTypes(type))]),
    ),
    declared(
      'connections',
      'The fields of each type that are lists in pages.',
      objects.flatMap(type => {
        const fields = Object.values(type.getFields()).filter(field =>
          getNamedType(field.type).name.endsWith('Connection'),
        )
        return fields.length === 0 ? [] : [[type.name, names(fields)]]
      }),
    ),
    listed(
      'typesWithoutId',
      'Object types that are parts of others: they have no id.',
      objects.filter(type => !operations.includes(type) && !('id' in type.getFields())),
    ),
    listed(
      'keyedInputs',
      'Inputs with an idempotencyKey.',
      types.filter(type => isInputObjectType(type) && 'idempotencyKey' in type.getFields()),
    ),
  ].join('\n')
}

function names(named: readonly { readonly name: string }[]): readonly string[] {
  return named.map(({ name }) => name).sort()
}

function declared(
  name: string,
  comment: string,
  entries: readonly (readonly [string, readonly string[]] | never[])[],
): string {
  const lines = entries.map(([key, values]) => `  ${key}: ${JSON.stringify(values)},\n`)
  return `/** ${comment} */\nexport const ${name}: Record<string, string[]> = {\n${lines.join('')}};\n`
}

function listed(name: string, comment: string, types: readonly GraphQLNamedType[]): string {
  return `/** ${comment} */\nexport const ${name}: readonly string[] = ${JSON.stringify(names(types), null, 2)};\n`
}
