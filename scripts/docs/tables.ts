import { type GraphQLSchema, isInterfaceType } from 'graphql'
import { type DeclineCode, declineCodes } from '../../src/domain/decline/codes.ts'
import { TAXONOMY_VERSION } from '../../src/domain/decline/taxonomy.ts'
import { linkTo, prose } from './reference-text.ts'

/** The table in the place of `<!-- table: name -->` in a page: the schema and the code decide it. */
export function tableOf(name: string, schema: GraphQLSchema): string {
  if (name === 'error-types') return errorTypes(schema)
  if (name === 'decline-codes') return declines()
  throw new Error(`there is no table ${name}; the tables are error-types and decline-codes`)
}

function errorTypes(schema: GraphQLSchema): string {
  const general = schema.getType('UserError')
  if (!isInterfaceType(general)) throw new Error('the schema has no interface UserError')
  const shared = Object.keys(general.getFields())
  const rows = schema.getPossibleTypes(general).map(type => {
    const fields = Object.keys(type.getFields()).filter(field => !shared.includes(field))
    return `| ${linkTo(type)}, \`${codeOf(type.name)}\` | ${prose(type.description)} | ${fields.map(field => `\`${field}\``).join(', ')} |`
  })
  return ['| type and code | means | its own fields |', '| --- | --- | --- |', ...rows].join('\n')
}

/** `NotFound` → `NOT_FOUND`. */
const codeOf = (type: string) => type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()

function declines(): string {
  const byAdvice = Map.groupBy(declineCodes, ({ advice }) => advice)
  const tables = [...byAdvice].map(([advice, codes]) =>
    [
      `### ${advice}`,
      `| code and kind | what happened | show the consumer |\n| --- | --- | --- |\n${codes.map(declineRow).join('\n')}`,
    ].join('\n\n'),
  )
  return [`${declineCodes.length} codes, version ${TAXONOMY_VERSION}.`, ...tables].join('\n\n')
}

function declineRow({ code, kind, description, consumerMessage }: DeclineCode): string {
  return `| \`${code}\`<br>${kind} | ${prose(description)} | ${prose(consumerMessage)} |`
}
