import { expect, test } from 'vitest'
import { consumerMessageOf, declineCodes } from '../../../src/domain/decline/codes.ts'
import { consumerSentences, sentenceByKind } from '../../../src/domain/decline/consumer-messages.ts'
import { retryRules } from '../../../src/domain/decline/retry-rules.ts'
import { retryRuleOfCode } from '../../../src/domain/decline/taxonomy.ts'
import { failureRows } from '../../support/database/failure-rows.ts'

const codeOf = (code: string) => declineCodes.find(entry => entry.code === code)

test('has every code of the tables, once, and no other', () => {
  expect(declineCodes.map(({ code }) => code)).toEqual([...retryRules.keys()].toSorted())
  for (const { code, retryable } of declineCodes.filter(of => of.code !== 'PROVIDER_CREDENTIALS_REFUSED'))
    expect(retryRuleOfCode(code).retry !== 'never', code).toBe(retryable)
})

test('agrees with the tables of the providers, with one documented exception each', () => {
  const others = failureRows.filter(([, { code, kind, advice }]) => {
    const { kind: usualKind, advice: usualAdvice } = codeOf(code) ?? {}
    return kind !== usualKind || advice !== usualAdvice
  })
  expect(others.map(([name]) => name)).toEqual([
    'PPRO INTERNAL_ERROR/INTERNAL_PROCESSING_ERROR',
    'PPRO PROVIDER_DECLINE/UNKNOWN',
    'PPRO PROVIDER_ERROR/PROVIDER_PROCESSING_ERROR',
    'APS acquirer 7',
  ])
})

test('has a sentence for the consumer with each, which never mentions suspicion', () => {
  for (const { code, kind, consumerMessage } of declineCodes) {
    expect(consumerMessage, code).toMatch(/^[A-Z][^_]+\.$/)
    expect(consumerMessageOf({ kind, code })).toBe(consumerMessage)
  }
  expect(Object.values(consumerSentences).filter(text => /fraud|risk|suspic|suspect|stolen|lost/i.test(text))).toEqual(
    [],
  )
  expect(Object.keys(consumerSentences)).toHaveLength(new Set(declineCodes.map(of => of.consumerMessage)).size)
})

test('gives suspected fraud the sentence of a decline without a reason, whatever the code', () => {
  const generic = consumerMessageOf({ kind: 'SOFT_DECLINE', code: 'GENERIC_DECLINE' })
  expect(generic).toBe('Your payment was declined. Please use another payment method, or contact your bank.')
  for (const code of ['SUSPECTED_FRAUD', 'LOST_CARD', 'STOLEN_CARD', 'VELOCITY_EXCEEDED', 'EXPIRED_CARD', 'NEW_WORD'])
    expect(consumerMessageOf({ kind: 'FRAUD_SUSPECTED', code })).toBe(generic)
  for (const code of ['PICK_UP_CARD', 'SECURITY_VIOLATION', 'BLOCKED_ACCOUNT', 'BLOCKED_IP', 'NEW_WORD'])
    expect(consumerMessageOf({ kind: 'HARD_DECLINE', code })).toBe(generic)
})

test('a code that it does not know: a sentence by kind', () => {
  const kinds = Object.keys(sentenceByKind) as (keyof typeof sentenceByKind)[]
  const unknown = kinds.map(kind => [kind, consumerMessageOf({ kind, code: 'NEW_WORD' })])
  expect(Object.fromEntries(unknown)).toEqual({
    SOFT_DECLINE: consumerSentences.declined,
    HARD_DECLINE: consumerSentences.declined,
    FRAUD_SUSPECTED: consumerSentences.declined,
    AUTHENTICATION_FAILED: consumerSentences.notAuthenticated,
    INVALID_REQUEST: consumerSentences.contactUs,
    PROVIDER_ERROR: consumerSentences.technicalProblem,
    EXPIRED: consumerSentences.notConfirmedInTime,
    CANCELED: consumerSentences.canceled,
  })
})
