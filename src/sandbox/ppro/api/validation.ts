import type { z } from 'zod'
import { ApiError } from './errors.ts'
import { AMOUNT_TOO_SMALL } from './requests.ts'

const LONGEST_STRING = 512

type Issue = { readonly path: string; readonly message: string }

/**
 * Validates a body. Returns it with the schema's type.
 * @throws {ApiError} 400 with every issue in `extensions.issues` (this simulator's own format: PPRO publishes none), or
 *   422 if the only issue is an amount below 1
 */
export function validated<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body)
  const issues = [
    ...(result.error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.'), message })),
    ...overlongStrings(body, []),
  ]
  if (result.success && issues.length === 0) return result.data
  throw invalid(issues)
}

export function invalid(issues: readonly Issue[]): ApiError {
  const status = issues.every(issue => issue.message === AMOUNT_TOO_SMALL) ? 422 : 400
  const [first] = issues
  const message = first ? `${first.path || 'body'}: ${first.message}` : 'Invalid request'
  return new ApiError(status, message, { issues })
}

function overlongStrings(value: unknown, path: readonly string[]): Issue[] {
  if (typeof value === 'string' && [...value].length > LONGEST_STRING) {
    return [{ path: path.join('.'), message: `must have at most ${LONGEST_STRING} characters` }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => overlongStrings(inner, [...path, key]))
}
