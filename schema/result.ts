import type { ObjectRef } from '@pothos/core'
import type { Result, UserError, UserErrorCode } from '../src/domain/input/user-error.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { userErrorTypes } from './user-error.ts'

type BuilderTypes = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never

/** The payload of an operation that succeeds. */
export type PayloadOf<Operation extends (...args: never[]) => Promise<Result<unknown>>> = Extract<
  Awaited<ReturnType<Operation>>,
  { readonly ok: true }
>['payload']

/**
 * A mutation's result: its payload, or one of the expected failures. `codes` must contain every failure of the
 * operation. Otherwise the mutation's resolver does not compile.
 */
export function resultUnion<Payload extends object, Code extends UserErrorCode>(
  name: string,
  payload: ObjectRef<BuilderTypes, Payload>,
  codes: readonly Code[],
) {
  const failures = codes.map(code => userErrorTypes[code])
  return builder.unionType(name, {
    description: `${payload.name} on success, otherwise an error. New errors may be added: select ... on UserError.`,
    types: [payload, ...failures] as [ObjectRef<BuilderTypes, Payload | Extract<UserError, { code: Code }>>],
    // A payload never has a code.
    resolveType: value => ('code' in value ? userErrorTypes[value.code as UserErrorCode] : payload.name),
  })
}

/** Converts an operation's result to a member of the result union. Rows that were read before are read again. */
export async function answer<Payload, Code extends UserErrorCode>(
  context: GraphContext,
  operation: Promise<Result<Payload, Code>>,
): Promise<Payload | Extract<UserError, { code: Code }>> {
  const result = await operation
  context.loaders.forget()
  return result.ok ? result.payload : result.error
}
