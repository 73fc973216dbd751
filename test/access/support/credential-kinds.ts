import { scopes } from '../../../src/domain/access/scopes.ts'
import type { Call } from './calls.ts'
import type { Story } from './story.ts'
import { type SweepWorld, send } from './sweep-world.ts'

/**
 * - `unauthenticated`: HTTP 401, and nothing is read.
 * - `forbidden`: FORBIDDEN names the scope, and nothing is read.
 * - `nothing`: the answer for an object of the owner is that for an object that nobody has.
 */
export type Expected = 'unauthenticated' | 'forbidden' | 'nothing'

/** A credential that must not reach the owner's objects. One entry is all that a new kind needs. */
export interface CredentialKind {
  readonly name: string
  credential(world: SweepWorld): Promise<string | undefined>
  /** Undefined: the credential may do this call. */
  expected(call: Call): Expected | undefined
  /** What its holder may name: their own objects. */
  own(world: SweepWorld): Story
}

const EVENT_CURSOR = /^(subscription\.\w+|query\.events)\((after|before)\)$/

const ofOwner = ({ owner }: SweepWorld) => owner.story

export const credentialKinds: readonly CredentialKind[] = [
  { name: 'no key', credential: async () => undefined, expected: () => 'unauthenticated', own: ofOwner },
  {
    name: 'an unknown key',
    credential: async () => 'sk_test_unknown',
    expected: () => 'unauthenticated',
    own: ofOwner,
  },
  {
    name: 'a revoked key',
    credential: world => world.revokedKeyOf(world.owner.tenant),
    expected: () => 'unauthenticated',
    own: ofOwner,
  },
  {
    name: 'a key of another merchant',
    credential: async ({ stranger }) => stranger.key,
    expected: () => 'nothing',
    own: ({ stranger }) => stranger.story,
  },
  {
    name: 'a key of the other mode',
    credential: async ({ ownerLive }) => ownerLive.key,
    expected: () => 'nothing',
    own: ({ ownerLive }) => ownerLive.story,
  },
  ...scopes.map(
    (scope): CredentialKind => ({
      name: `a key without the scope ${scope}`,
      credential: world =>
        world.keyOf(
          world.owner.tenant,
          scopes.filter(one => one !== scope),
        ),
      expected: call => (call.scope === scope ? 'forbidden' : undefined),
      own: ofOwner,
    }),
  ),
  {
    name: 'a key without scopes',
    credential: world => world.keyOf(world.owner.tenant, []),
    expected: call => (call.scope === undefined ? undefined : 'forbidden'),
    own: ofOwner,
  },
  {
    name: 'a client token for another object',
    credential: async world => (await world.tokenFor(world.ofTokens)).token,
    expected(call) {
      if (call.kind === 'mutation') return 'forbidden'
      // A cursor is of the merchant's log: where a token may read it from, not what it reads.
      return EVENT_CURSOR.test(call.name) ? undefined : 'nothing'
    },
    own: ({ ofTokens }) => ofTokens,
  },
  {
    name: 'an expired client token',
    async credential(world) {
      const { token } = await world.tokenFor(world.owner.story)
      world.gateway.pass(3_601_000)
      return token
    },
    expected: () => 'unauthenticated',
    own: ofOwner,
  },
  {
    name: 'a revoked client token',
    async credential(world) {
      const { token, tokenId } = await world.tokenFor(world.owner.story)
      const query = 'mutation ($id: ID!) { clientTokenRevoke(input: { tokenId: $id }) { __typename } }'
      await send(world.gateway, world.owner.key, { query, variables: { id: tokenId } })
      return token
    },
    expected: () => 'unauthenticated',
    own: ofOwner,
  },
]
