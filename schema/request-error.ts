import { GraphQLError } from 'graphql'
import { type InputIssueCode, summaryOf } from '../src/domain/input/user-error.ts'

/** `extensions.code` of errors that are the request's own fault. Expected failures of operations are data, not these. */
export type RequestErrorCode = 'BAD_USER_INPUT' | 'NOT_FOUND' | 'FORBIDDEN' | 'CURSOR_INVALID' | 'CURSOR_EXPIRED'

/** An error that reaches the caller as it is; every other thrown error is a defect and is masked. */
export function requestError(code: RequestErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}

/** An argument that cannot be accepted. `extensions.issues` has the form of InvalidInput.issues. */
export function badUserInput(path: readonly string[], code: InputIssueCode, message: string): GraphQLError {
  const issues = [{ path, code, message }]
  return new GraphQLError(summaryOf(issues), { extensions: { code: 'BAD_USER_INPUT', issues } })
}
