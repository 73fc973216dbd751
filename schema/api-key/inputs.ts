import { LONGEST_OVERLAP_SECONDS, OVERLAP_SECONDS } from '../../src/domain/access/api-key.ts'
import { LABEL_MAX } from '../../src/operations/api-key/checks.ts'
import { builder } from '../builder.ts'
import { atMostEntries } from '../lists/sizes.ts'

const expiresAt =
  'When the new key stops working, not later than your own key. Default: when your own key stops working; never, if your own key does not expire.'

export const ApiKeyCreateInput = builder.inputType('ApiKeyCreateInput', {
  description: 'The key to create. It belongs to your merchant and has your key’s mode.',
  fields: t => ({
    label: t.string({ description: `What the key is for, in your own words, at most ${LABEL_MAX} characters.` }),
    scopes: t.stringList({
      description:
        `What the key may do, ${atMostEntries} entries: read, charge, refund, manage, operator. Only scopes that your ` +
        'own key has. Default: ' +
        `those of read, charge, refund and manage that your own key has.`,
    }),
    expiresAt: t.field({ type: 'DateTime', description: expiresAt }),
  }),
})

export const ApiKeyRotateInput = builder.inputType('ApiKeyRotateInput', {
  description: 'The key to replace.',
  fields: t => ({
    apiKeyId: t.id({ required: true, description: 'The old key’s id, key_….' }),
    overlapSeconds: t.int({
      description:
        `How many seconds the old key still works, 0 to ${LONGEST_OVERLAP_SECONDS}. 0 ends it at once. Default: ` +
        `${OVERLAP_SECONDS} (24 hours).`,
    }),
    expiresAt: t.field({ type: 'DateTime', description: expiresAt }),
  }),
})

export const ApiKeyRevokeInput = builder.inputType('ApiKeyRevokeInput', {
  description: 'The key to revoke.',
  fields: t => ({
    apiKeyId: t.id({ required: true, description: 'The key’s id, key_….' }),
    evenIfCurrent: t.boolean({
      description: 'true: revoke the key even if it is the key of this request. Default: false.',
    }),
  }),
})
