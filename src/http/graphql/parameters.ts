import { isRecord, JSON_DEPTH, parseJson } from '../../base/text/json.ts'

/** The parameters of a GraphQL request, for every transport. */
export interface Parameters {
  /** Undefined if the request names its document by an id alone. */
  readonly query: string | undefined
  /** The id of a registered document: `documentId`, or the hash of a persisted query as Apollo's clients send it. */
  readonly documentId: string | undefined
  /** Never empty: an empty name counts as absent. */
  readonly operationName: string | undefined
  readonly variables: Record<string, unknown> | undefined
}

export type ParametersReading =
  | { readonly ok: true; readonly parameters: Parameters }
  | { readonly ok: false; readonly message: string }

/** Reads a body as GraphQL over HTTP defines it. Batching (several operations in one body) is refused. */
export function readParameters(body: Buffer): ParametersReading {
  // The body adds one level around variables and extensions.
  return parametersIn(parseJson(body.toString('utf8'), JSON_DEPTH + 1), 'body')
}

/** Reads the payload of a socket's message. @param payload Undefined if it is too deep. */
export function readPayload(payload: unknown): ParametersReading {
  return parametersIn(payload, 'payload')
}

function parametersIn(value: unknown, what: string): ParametersReading {
  if (Array.isArray(value)) return refuse('Batched operations are not supported. Send one operation per request.')
  if (!isRecord(value))
    return refuse(
      `The ${what} must be a JSON object with "query". "variables" and "extensions" can be at most ${JSON_DEPTH} ` +
        'levels deep.',
    )
  return checked(value)
}

/** Reads the query string of a GET, in which `variables` and `extensions` are JSON text. */
export function readQueryParameters(query: string): ParametersReading {
  const given = new URLSearchParams(query)
  const value: Record<string, unknown> = {
    query: given.get('query'),
    documentId: given.get('documentId'),
    operationName: given.get('operationName'),
  }
  for (const name of ['variables', 'extensions']) {
    const text = given.get(name)
    if (!text) continue
    value[name] = parseJson(text)
    if (value[name] === undefined)
      return refuse(`"${name}" must be a JSON object as JSON text, at most ${JSON_DEPTH} levels deep.`)
  }
  return checked(value)
}

function checked(value: Record<string, unknown>): ParametersReading {
  const { query, documentId, operationName, variables, extensions } = value
  if (!isAbsent(operationName) && typeof operationName !== 'string') return refuse('"operationName" must be a string.')
  if (!isAbsent(documentId) && typeof documentId !== 'string') return refuse('"documentId" must be a string.')
  if (!isAbsent(variables) && !isRecord(variables)) return refuse('"variables" must be an object.')
  if (!isAbsent(extensions) && !isRecord(extensions)) return refuse('"extensions" must be an object.')
  const others = {
    documentId: documentId || hashIn(extensions),
    operationName: operationName || undefined,
    variables: variables ?? undefined,
  }
  const isByIdAlone = (isAbsent(query) || query === '') && others.documentId !== undefined
  if (isByIdAlone) return { ok: true, parameters: { query: undefined, ...others } }
  if (typeof query !== 'string') return refuse('"query" must be a string. Send the text of the GraphQL document.')
  return { ok: true, parameters: { query, ...others } }
}

/** The hash of a persisted query; empty if it is none. Undefined if the request does not name one. */
function hashIn(extensions: Record<string, unknown> | null | undefined): string | undefined {
  const persisted = extensions?.['persistedQuery']
  if (!isRecord(persisted)) return undefined
  const { sha256Hash } = persisted
  return typeof sha256Hash === 'string' ? sha256Hash : ''
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null
}

function refuse(message: string): ParametersReading {
  return { ok: false, message }
}
