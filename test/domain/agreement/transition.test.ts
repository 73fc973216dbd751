import { expect, test } from 'vitest'
import { isTerminalAgreement, judgeAgreementUpdate } from '../../../src/domain/agreement/status.ts'
import {
  applyAgreementReport,
  moveRevocation,
  openAgreement,
  requestRevocation,
} from '../../../src/domain/agreement/transition.ts'
import { agreementStatuses } from '../../../src/domain/enums.ts'

const active = () =>
  openAgreement(
    {
      version: 3,
      status: 'ACTIVE',
      authenticationMethods: [],
      failure: null,
      providerReference: 'agr_1',
      needsAttention: false,
    },
    [],
  )
const revocation = { id: 'rev_1', status: 'PROCESSING', failure: null, requestedBy: 'MERCHANT' } as const

test('every pair of statuses is decided, and no terminal status has a way out', () => {
  const steps = agreementStatuses.flatMap(from =>
    agreementStatuses.filter(to => judgeAgreementUpdate(from, to) === 'step').map(to => `${from} ${to}`),
  )
  expect(steps).toMatchSnapshot()
  for (const from of agreementStatuses.filter(isTerminalAgreement))
    for (const to of agreementStatuses) expect(judgeAgreementUpdate(from, to)).not.toBe('step')
  expect(agreementStatuses.filter(isTerminalAgreement)).toEqual([
    'REVOKED_BY_CONSUMER',
    'REVOKED_BY_MERCHANT',
    'REVOKED_BY_PROVIDER',
    'EXPIRED',
    'FAILED',
  ])
})

test('every status but the first can be reached', () => {
  const reachable = new Set(
    agreementStatuses.flatMap(from => agreementStatuses.filter(to => judgeAgreementUpdate(from, to) === 'step')),
  )
  expect(agreementStatuses.filter(status => !reachable.has(status))).toEqual(['INITIALIZING'])
})

test('a failed agreement that shows up active is a contradiction; an active one after a revocation is an old update', () => {
  expect(judgeAgreementUpdate('FAILED', 'ACTIVE')).toBe('contradiction')
  expect(judgeAgreementUpdate('REVOKED_BY_CONSUMER', 'ACTIVE')).toBe('old')
  expect(judgeAgreementUpdate('EXPIRED', 'REVOKED_BY_PROVIDER')).toBe('old')
})

test('a revocation and its new status are one change', () => {
  const asked = requestRevocation(active(), revocation, null)
  const done = moveRevocation(asked, 'SUCCEEDED')
  expect(done.steps.map(({ type, version, moved }) => [type, version, moved])).toEqual([
    ['agreement.revocation_requested', 4, null],
    ['agreement.revocation_succeeded', 5, { from: 'ACTIVE', to: 'REVOKED_BY_MERCHANT' }],
  ])
  expect(applyAgreementReport(done, { status: 'REVOKED_BY_MERCHANT' })).toEqual(done)
})

test('the webhook of our own revocation, before its response, settles it; the response then changes nothing', () => {
  const asked = requestRevocation(active(), revocation, null)
  const told = applyAgreementReport(asked, { status: 'REVOKED_BY_MERCHANT' })
  expect(told.agreement.status).toBe('REVOKED_BY_MERCHANT')
  expect(told.revocations).toMatchObject([{ id: 'rev_1', status: 'SUCCEEDED' }])
  expect(moveRevocation(told, 'SUCCEEDED')).toBe(told)
})

test('if the provider reports that the agreement has ended, a request to revoke it is settled', () => {
  const asked = requestRevocation(active(), revocation, null)
  const ended = applyAgreementReport(asked, { status: 'REVOKED_BY_CONSUMER' })
  expect(ended.agreement.status).toBe('REVOKED_BY_CONSUMER')
  expect(ended.revocations).toMatchObject([{ id: 'rev_1', status: 'SUCCEEDED' }])
  expect(ended.notes).toEqual([])
})
