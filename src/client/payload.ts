import { RefusedError } from './error.ts'

/** The members of a mutation's result that say it was done. */
export type PayloadOf<Result> = Extract<Result, { readonly __typename: `${string}Payload` }>

/**
 * The payload of a mutation's result.
 *
 * @throws RefusedError if the gateway refused, with the reason. @throws TypeError if the document selects no __typename.
 */
export function payloadOf<Result extends object>(result: Result | null | undefined): PayloadOf<Result> {
  const name = result && '__typename' in result ? String(result.__typename) : undefined
  if (!result || name === undefined)
    throw new TypeError('The result has no __typename. Select __typename in the mutation’s result.')
  if (!name.endsWith('Payload')) throw new RefusedError(result)
  return result as PayloadOf<Result>
}
