import { reachOf } from '../../../src/domain/access/client-grant.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { caller } from '../support/small-server.ts'

const merchant = (merchantId: string, actor: string): Caller => ({
  ...caller,
  tenant: { merchantId, mode: 'TEST' },
  actor,
})

const grant = {
  tokenId: 'tok_a',
  expiresAt: new Date('2999-01-01'),
  consumerId: 'con_a',
  agreementId: null,
  chargeId: null,
  reach: reachOf({ consumer: { id: 'con_a' }, agreement: null, charge: null }),
}

/** Two keys and a client token of one merchant, and a key of another. */
export const callers: Readonly<Record<string, Caller>> = {
  sk_a: merchant('mer_a', 'key_a'),
  sk_a2: merchant('mer_a', 'key_a2'),
  ct_a: { ...merchant('mer_a', 'tok_a'), grant },
  sk_b: merchant('mer_b', 'key_b'),
}

export const authenticate = async (credential: string) => callers[credential]
