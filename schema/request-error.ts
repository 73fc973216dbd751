import { GraphQLError } from 'graphql'

/** `extensions.code` of errors that are the request's own fault. Expected failures of operations are data, not these. */
export type RequestErrorCode = 'BAD_USER_INPUT' | 'NOT_FOUND' | 'FORBIDDEN' | 'CURSOR_INVALID' | 'CURSOR_EXPIRED'

/** An error that reaches the caller as it is; every other thrown error is a defect and is masked. */
export function requestError(code: RequestErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}

export function badUserInput(message: string): GraphQLError {
  return requestError('BAD_USER_INPUT', message)
}
