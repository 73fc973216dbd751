import { returnOriginsUpdate } from '../../src/operations/merchant/return-origins.ts'
import { builder } from '../builder.ts'
import { listOf } from '../lists/sizes.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'

// ── Mutation.returnOriginsUpdate

const ReturnOriginsUpdateInput = builder.inputType('ReturnOriginsUpdateInput', {
  description: 'The origins that returnUrl can have.',
  fields: t => ({
    origins: t.stringList({
      required: true,
      description:
        'All allowed origins, at most 50, e.g. https://shop.example: scheme, host and port, without a path. They ' +
        'replace the earlier list. In live mode they must begin with https://. An empty list allows every origin.',
    }),
  }),
})

const ReturnOriginsUpdatePayload = builder
  .objectRef<PayloadOf<typeof returnOriginsUpdate>>('ReturnOriginsUpdatePayload')
  .implement({
    description: 'The list was replaced.',
    fields: t => ({
      origins: t.stringList({
        description: 'The allowed origins, without duplicates. Empty if every origin is allowed.',
        extensions: listOf(10),
        resolve: ({ origins }) => [...origins],
      }),
    }),
  })

const ReturnOriginsUpdateResult = resultUnion('ReturnOriginsUpdateResult', ReturnOriginsUpdatePayload, [
  'INVALID_INPUT',
])

builder.mutationField('returnOriginsUpdate', t =>
  t.field({
    type: ReturnOriginsUpdateResult,
    scope: 'manage',
    description:
      'Replaces the list of origins that returnUrl can have in your key’s mode. With a ' +
      'list, agreementCreate and chargeCreate return InvalidInput for a returnUrl of another origin. Agreements and ' +
      'charges that exist already are not affected. Keys can use the new list within five seconds.',
    args: { input: t.arg({ type: ReturnOriginsUpdateInput, required: true, description: 'The new list.' }) },
    resolve: (_root, { input }, context) => {
      return answer(context, returnOriginsUpdate(context.deps, context.caller, input))
    },
  }),
)
