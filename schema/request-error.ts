import { GraphQLError } from 'graphql'
import { type InputIssue, type InputIssueCode, summaryOf } from '../src/domain/input/user-error.ts'

/** `extensions.code` of errors in the request. Expected failures of operations are data, not these errors. */
export type RequestErrorCode = 'BAD_USER_INPUT' | 'NOT_FOUND' | 'FORBIDDEN' | 'CURSOR_INVALID' | 'CURSOR_EXPIRED'

/** An error that the caller receives unchanged. Every other thrown error is a defect and is masked. */
export function requestError(code: RequestErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}

/** Invalid arguments, every issue at once. `extensions.issues` has the format of InvalidInput.issues. */
export function badUserInputs(issues: readonly InputIssue[]): GraphQLError {
  return new GraphQLError(summaryOf(issues), { extensions: { code: 'BAD_USER_INPUT', issues } })
}

/** One invalid argument. */
export function badUserInput(path: readonly string[], code: InputIssueCode, message: string): GraphQLError {
  return badUserInputs([{ path, code, message }])
}
