import { type DeclineCode as Code, declineCodes } from '../src/domain/decline/codes.ts'
import { TAXONOMY_VERSION } from '../src/domain/decline/taxonomy.ts'
import { builder } from './builder.ts'
import { FailureAdvice, FailureKind } from './common/failure.ts'
import { listOf } from './lists/sizes.ts'

const DeclineCode = builder.objectRef<Code>('DeclineCode').implement({
  description:
    'The meaning of a Failure.code. A failure can have another kind or advice, e.g. if the provider forbids a ' +
    'retry that the code normally allows.',
  fields: t => ({
    code: t.exposeString('code', { description: 'The code, e.g. INSUFFICIENT_FUNDS. See Failure.code.' }),
    kind: t.expose('kind', { type: FailureKind, description: 'The usual Failure.kind.' }),
    advice: t.expose('advice', { type: FailureAdvice, description: 'The usual Failure.advice.' }),
    retryable: t.exposeBoolean('retryable', {
      description: 'true: the usual advice is RETRY_LATER. false: any other advice.',
    }),
    description: t.exposeString('description', {
      description: 'What happened, in English. For developers, not for the consumer.',
    }),
    consumerMessage: t.exposeString('consumerMessage', {
      description: 'A sentence in English that you can show to the consumer. See Failure.consumerMessage.',
    }),
  }),
})

const DeclineTaxonomy = builder.objectRef<readonly Code[]>('DeclineTaxonomy').implement({
  description: 'The list of normalized failure codes.',
  fields: t => ({
    version: t.string({
      description: 'The date of the latest change to the codes, YYYY-MM-DD.',
      resolve: () => TAXONOMY_VERSION,
    }),
    codes: t.field({
      type: [DeclineCode],
      description: 'Every code, in alphabetical order. New codes may be added, so clients need a default case.',
      extensions: listOf(declineCodes.length),
      resolve: codes => codes,
    }),
  }),
})

// ── Query.declineTaxonomy

builder.queryField('declineTaxonomy', t =>
  t.field({
    type: DeclineTaxonomy,
    scope: 'any',
    description:
      'The versioned list of normalized failure codes, the same for every provider. Use it for translations and ' +
      'your own rules.',
    resolve: () => declineCodes,
  }),
)
