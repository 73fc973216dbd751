import { GraphQLError } from 'graphql'
import { isRecord } from '../../../base/text/json.ts'

/** What graphql-js adds to a message about an unknown name: similar names of the schema. */
const SUGGESTION = / Did you mean [^?…]*[?…]?/g

/** A copy whose texts contain no name of the schema that the caller has not sent. */
export function withoutSuggestions(error: GraphQLError): GraphQLError {
  if (!error.message.includes('Did you mean')) return error
  const { nodes, source, positions, path, extensions } = error
  const { issues } = extensions
  return new GraphQLError(error.message.replaceAll(SUGGESTION, ''), {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions: { ...extensions, ...(Array.isArray(issues) && { issues: issues.map(withoutSuggestion) }) },
  })
}

function withoutSuggestion(issue: unknown): unknown {
  if (!isRecord(issue) || typeof issue['message'] !== 'string') return issue
  return { ...issue, message: issue['message'].replaceAll(SUGGESTION, '') }
}
