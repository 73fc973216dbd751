import { type Answer, jsonAnswer } from '../../web/http.ts'

/** A response in PPRO's error envelope. If it is thrown, the changes of the request are rolled back. */
export class ApiError extends Error {
  readonly status: number
  readonly extensions: Readonly<Record<string, unknown>> | undefined

  constructor(status: number, message: string, extensions?: Readonly<Record<string, unknown>>) {
    super(message)
    this.status = status
    this.extensions = extensions
  }
}

export function errorAnswer(
  error: ApiError,
  timestamp: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const { status, message, extensions } = error
  return jsonAnswer(status, { status, failureMessage: message, timestamp, extensions }, headers)
}

/** Invalid credentials are answered without the envelope. */
export const UNAUTHORIZED: Answer = jsonAnswer(401, { message: 'Unauthorized' })
