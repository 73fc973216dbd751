import type { Result } from '../../domain/input/user-error.ts'
import { readReturnOrigins } from '../../domain/merchant/return-origins.ts'
import { returnOriginsWrite } from '../../store/merchant/return-origins.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { runCommand } from '../command/run.ts'

interface ReturnOriginsUpdated {
  readonly origins: readonly string[]
}

/** Replaces the origins that returnUrl may have, in the caller's mode. Agreements and charges that were created go on. */
export async function returnOriginsUpdate(
  deps: Deps,
  caller: Caller,
  input: { readonly origins: readonly string[] },
): Promise<Result<ReturnOriginsUpdated, 'INVALID_INPUT'>> {
  const { tenant } = caller
  const read = readReturnOrigins(input.origins, tenant.mode)
  if (!read.ok) return read
  return runCommand<undefined, never, ReturnOriginsUpdated>(deps, caller, {
    locks: [],
    load: async () => undefined,
    decide: async (_, { cause }) => ({
      ok: true,
      id: tenant.merchantId,
      writes: [returnOriginsWrite(tenant, read.origins, cause.now)],
    }),
    answer: async () => ({ origins: read.origins }),
  })
}
