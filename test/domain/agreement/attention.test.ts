import { expect, test } from 'vitest'
import { type AgreementQuestion, isAnswered } from '../../../src/domain/agreement/attention.ts'
import { type AgreementState, openAgreement } from '../../../src/domain/agreement/transition.ts'

const at = new Date('2026-11-23T12:00:00Z')
const minutes = (count: number) => new Date(at.getTime() + count * 60_000)

function state(
  status: AgreementState['agreement']['status'],
  revocation?: AgreementState['revocations'][number]['status'],
) {
  const facts: AgreementState['agreement'] = {
    version: 1,
    status,
    authenticationMethods: [],
    failure: null,
    providerReference: null,
    needsAttention: true,
  }
  const open = revocation && { id: 'rev_1', status: revocation, failure: null, requestedBy: 'MERCHANT' as const }
  return openAgreement(facts, open ? [open] : [])
}

const question = (given: Partial<AgreementQuestion>): AgreementQuestion => {
  return { type: 'reconciliation.unsettled', key: 'att_1', purpose: null, at, ...given }
}

test.each([
  ['UNKNOWN', false],
  ['PENDING', false],
  ['SUCCEEDED', true],
  ['FAILED', true],
] as const)('a revocation with an unknown result, whose agreement is %s now: resolved %s', (status, answered) => {
  const asked = question({ purpose: 'AGREEMENT_REVOKE' })
  expect(isAnswered(asked, state('ACTIVE', status), null)).toBe(answered)
})

test.each([
  ['INITIALIZING', false],
  ['AUTHENTICATION_PENDING', false],
  ['AUTHORIZATION_PROCESSING', true],
  ['ACTIVE', true],
  ['FAILED', true],
] as const)('a creation with an unknown result, whose agreement is %s now: resolved %s', (status, answered) => {
  expect(isAnswered(question({ purpose: 'AGREEMENT_CREATE' }), state(status), null)).toBe(answered)
})

test.each([
  ['ACTIVE', minutes(0), true],
  ['ACTIVE', minutes(1), true],
  ['ACTIVE', minutes(-1), false],
  ['ACTIVE', null, false],
  ['REVOKED_BY_CONSUMER', minutes(1), false],
] as const)('ended here, %s at the provider, and revoked at %s: resolved %s', (key, revokedAt, answered) => {
  expect(isAnswered(question({ type: 'agreement.contradiction', key }), state('FAILED'), revokedAt)).toBe(answered)
})

test.each(['reconciliation.break', 'integrity.violation', 'something.new'])('%s is resolved by no update', type => {
  expect(isAnswered(question({ type }), state('REVOKED_BY_MERCHANT', 'SUCCEEDED'), minutes(1))).toBe(false)
})
