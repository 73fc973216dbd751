import { type DeclineCode as Code, declineCodes } from '../src/domain/decline/codes.ts'
import { TAXONOMY_VERSION } from '../src/domain/decline/taxonomy.ts'
import { builder } from './builder.ts'
import { FailureAdvice, FailureKind } from './common/failure.ts'
import { listOf } from './list-size.ts'

const DeclineCode = builder.objectRef<Code>('DeclineCode').implement({
  description:
    'What a Failure.code means. A failure itself may have another kind or advice: a provider can forbid a retry that the code allows.',
  fields: t => ({
    code: t.exposeString('code', { description: 'Failure.code, e.g. INSUFFICIENT_FUNDS.' }),
    kind: t.expose('kind', { type: FailureKind, description: 'The usual Failure.kind.' }),
    advice: t.expose('advice', { type: FailureAdvice, description: 'The usual Failure.advice.' }),
    retryable: t.exposeBoolean('retryable', { description: 'True exactly if advice is RETRY_LATER.' }),
    description: t.exposeString('description', {
      description: 'What happened, in English. For a developer, not for the consumer.',
    }),
    consumerMessage: t.exposeString('consumerMessage', {
      description: 'Failure.consumerMessage: a sentence in English that may be shown to the consumer.',
    }),
  }),
})

const DeclineTaxonomy = builder.objectRef<readonly Code[]>('DeclineTaxonomy').implement({
  description: 'The list of normalized failure codes.',
  fields: t => ({
    version: t.string({
      description: 'The day of the latest change to what the codes mean: YYYY-MM-DD.',
      resolve: () => TAXONOMY_VERSION,
    }),
    codes: t.field({
      type: [DeclineCode],
      description:
        'Every code, in alphabetical order. New ones may come, and a failure may carry a new word of its provider: clients ' +
        'need a default.',
      extensions: listOf(declineCodes.length),
      resolve: codes => codes,
    }),
  }),
})

// ── Query.declineTaxonomy

builder.queryField('declineTaxonomy', t =>
  t.field({
    type: DeclineTaxonomy,
    description:
      'The versioned list of normalized failure codes, the same for every provider: for translations and for rules of your own.',
    resolve: () => declineCodes,
  }),
)
