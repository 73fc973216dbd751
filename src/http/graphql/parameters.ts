import { isRecord, JSON_DEPTH, parseJson } from '../../base/json.ts'

/** What a POST asks for. */
export interface Parameters {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Record<string, unknown> | undefined
}

export type ParametersReading =
  | { readonly ok: true; readonly parameters: Parameters }
  | { readonly ok: false; readonly message: string }

/** Reads a request's body as GraphQL over HTTP defines it. Several operations in one body (batching) are not taken. */
export function readParameters(body: Buffer): ParametersReading {
  // Around variables and extensions, which may be as deep as any JSON, the body is one level more.
  const value = parseJson(body.toString('utf8'), JSON_DEPTH + 1)
  if (Array.isArray(value)) return refuse('Batched operations are not taken: send one operation a request.')
  if (!isRecord(value))
    return refuse(
      `The body must be a JSON object with "query"; "variables" and "extensions" nest at most ${JSON_DEPTH} levels deep.`,
    )
  const { query, operationName, variables, extensions } = value
  if (typeof query !== 'string') return refuse('"query" must be a string.')
  if (!isAbsent(operationName) && typeof operationName !== 'string') return refuse('"operationName" must be a string.')
  if (!isAbsent(variables) && !isRecord(variables)) return refuse('"variables" must be an object.')
  if (!isAbsent(extensions) && !isRecord(extensions)) return refuse('"extensions" must be an object.')
  return {
    ok: true,
    parameters: { query, operationName: operationName ?? undefined, variables: variables ?? undefined },
  }
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null
}

function refuse(message: string): ParametersReading {
  return { ok: false, message }
}
