import { afterAll, beforeAll, expect, test } from 'vitest'
import { chargeAmounts } from '../../../src/domain/charge/amounts.ts'
import { agreementRevoke } from '../../../src/operations/agreement/revoke.ts'
import { chargeCapture } from '../../../src/operations/charge/capture.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { chargeSync } from '../../../src/operations/charge/sync.ts'
import { chargeVoid } from '../../../src/operations/charge/void.ts'
import { authenticationReturn } from '../../../src/operations/hosted-page/authentication-return.ts'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import { until } from '../../support/until.ts'
import {
  agreementIs,
  charge,
  control,
  decide,
  givenActiveAgreement,
  givenPendingAgreement,
  initialChargeOf,
  key,
  ledger,
  mustSucceed,
  statuses,
  usd,
} from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const chargeIs = (id: string, status: string) =>
  until(`charge ${status}`, async () => {
    const row = await findCharge(world.database, world.caller.tenant, id)
    return row?.status === status && row
  })

test('an agreement with an initial charge, a later charge, a partial refund, a revocation: the ledger agrees', async () => {
  const pending = await givenPendingAgreement(world, { initialCharge: { amount: usd(1_000n) } })
  expect(pending.status).toBe('AUTHENTICATION_PENDING')
  expect(pending.authenticationMethods).toMatchObject([{ type: 'REDIRECT', requestMethod: 'GET' }])
  const initial = await initialChargeOf(world, pending.id)
  const back = await decide(pending, 'approve')
  expect(back.status).toBe(303)
  await agreementIs(world, pending.id, 'ACTIVE')
  await chargeIs(initial, 'CAPTURED')

  const later = await charge(world, pending.id, 2_500n)
  expect(later.status).toBe('CAPTURED')
  const refunded = mustSucceed(
    await chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId: later.id, amount: usd(500n) }),
  )
  expect(refunded.charge.status).toBe('PARTIALLY_REFUNDED')
  expect(refunded.operation).toMatchObject({ kind: 'REFUND', status: 'SUCCEEDED', amount: 500n })

  const revoked = mustSucceed(
    await agreementRevoke(world.deps, world.caller, {
      agreementId: pending.id,
      reason: ' moved away '.padEnd(600, '!'),
    }),
  )
  expect(revoked.agreement.status).toBe('REVOKED_BY_MERCHANT')
  expect(revoked.revocation).toMatchObject({ status: 'SUCCEEDED', reason: 'moved away '.padEnd(512, '!') })
  const refused = await chargeCreate(world.deps, world.caller, {
    idempotencyKey: key(),
    agreementId: pending.id,
    amount: usd(100n),
  })
  expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_STATE', status: 'REVOKED_BY_MERCHANT' } })

  await world.quiet()
  const { charges } = await ledger(world)
  expect(charges.map(({ amount, captured, refunded: back, status }) => ({ amount, captured, back, status }))).toEqual([
    { amount: 1_000, captured: 1_000, back: 0, status: 'CAPTURED' },
    { amount: 2_500, captured: 2_500, back: 500, status: 'CAPTURED' },
  ])
  expect(await statuses(world, pending.id)).toEqual([
    'INITIALIZING',
    'AUTHENTICATION_PENDING',
    'ACTIVE',
    'REVOKED_BY_MERCHANT',
  ])
  expect(await statuses(world, initial)).toEqual(['PROCESSING', 'AUTHENTICATION_PENDING', 'AUTHORIZED', 'CAPTURED'])
  expect(await statuses(world, later.id)).toEqual(['PROCESSING', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED'])
})

test('300002 is a soft decline with the provider’s own code and message', async () => {
  const agreement = await givenActiveAgreement(world)
  const declined = await charge(world, agreement.id, 300_002n)
  expect(declined.status).toBe('FAILED')
  expect(declined.failure).toMatchObject({
    kind: 'SOFT_DECLINE',
    code: 'INSUFFICIENT_FUNDS',
    advice: 'RETRY_LATER',
    providerCode: 'INSUFFICIENT_FUNDS',
  })
  expect(declined.failure?.providerMessage).toContain('Payment Authorization Failed, insufficient funds')
})

test('declined on the page: the agreement and its initial charge are FAILED', async () => {
  const pending = await givenPendingAgreement(world, { initialCharge: { amount: usd(1_000n) } })
  const initial = await initialChargeOf(world, pending.id)
  await decide(pending, 'decline')
  await agreementIs(world, pending.id, 'FAILED')
  const failed = await chargeIs(initial, 'FAILED')
  expect(failed.failure?.code).toBe('CANCELED_BY_CONSUMER')
})

test('manual capture: authorized, captured in part, the rest voided', async () => {
  const agreement = await givenActiveAgreement(world)
  const authorized = await charge(world, agreement.id, 3_000n, { captureMode: 'MANUAL' })
  expect(authorized.status).toBe('AUTHORIZED')
  const captured = mustSucceed(
    await chargeCapture(world.deps, world.caller, {
      idempotencyKey: key(),
      chargeId: authorized.id,
      amount: usd(1_200n),
    }),
  )
  expect(captured.charge.status).toBe('PARTIALLY_CAPTURED')
  const voided = mustSucceed(
    await chargeVoid(world.deps, world.caller, { idempotencyKey: key(), chargeId: authorized.id }),
  )
  expect(voided.charge.status).toBe('CAPTURED')
  expect(voided.operation.amount).toBe(1_800n)
  expect(chargeAmounts([captured.operation, voided.operation])).toMatchObject({ captured: 1_200n, voided: 1_800n })
  await world.quiet()
  const entry = (await ledger(world)).charges.find(({ id }) => id === authorized.providerReference)
  expect(entry).toMatchObject({ amount: 3_000, captured: 1_200, voided: 1_800 })
})

const visit = (token: string) => ({ token, parameters: {}, ip: null })

test('the browser’s return brings the update that webhooks did not bring', async () => {
  await control(world, 'faults', { provider: 'PPRO', seed: 1, rates: { dropWebhook: 1 } })
  const pending = await givenPendingAgreement(world, { initialCharge: { amount: usd(1_000n) } })
  const back = await decide(pending, 'approve')
  await control(world, 'reset', {})
  const token = String(back.headers.get('location')).split('/').at(-1) ?? ''
  expect(await authenticationReturn(world.deps, visit(token))).toEqual({
    redirectTo: `https://shop.example/done?order=1&agreementId=${pending.id}`,
  })
  await agreementIs(world, pending.id, 'ACTIVE')
  await chargeIs(await initialChargeOf(world, pending.id), 'CAPTURED')
  expect(
    await authenticationReturn(world.deps, visit(token.replace(/.$/, digit => (digit === '0' ? '1' : '0')))),
  ).toBeUndefined()
})

test('chargeSync of a first charge updates its agreement too', async () => {
  await control(world, 'faults', { provider: 'PPRO', seed: 1, rates: { dropWebhook: 1 } })
  const pending = await givenPendingAgreement(world, { initialCharge: { amount: usd(1_000n) } })
  await decide(pending, 'approve')
  await control(world, 'reset', {})
  const chargeId = await initialChargeOf(world, pending.id)
  const synced = mustSucceed(await chargeSync(world.deps, world.caller, { chargeId }))
  expect(synced).toMatchObject({ changed: true, charge: { status: 'CAPTURED' } })
  expect((await findAgreement(world.database, world.caller.tenant, pending.id))?.status).toBe('ACTIVE')
})

test.each([
  ['https://shop.example/a%20b?x=1&y=%2F#part', id => `https://shop.example/a%20b?x=1&y=%2F&agreementId=${id}#part`],
  ['https://shop.example', id => `https://shop.example?agreementId=${id}`],
  [
    'https://shop.example/?agreementId=evil&a=%7e+&agreement%49d=agr_0#/x?agreementId=kept',
    id => `https://shop.example/?a=%7e+&agreementId=${id}#/x?agreementId=kept`,
  ],
  [
    'https://müller.example/€?q=日本',
    id => `https://xn--mller-kva.example/%E2%82%AC?q=%E6%97%A5%E6%9C%AC&agreementId=${id}`,
  ],
] as [string, (id: string) => string][])('the redirect to %s adds one query parameter', async (returnUrl, expected) => {
  const pending = await givenPendingAgreement(world, { returnUrl })
  const back = await decide(pending, 'approve')
  const token = String(back.headers.get('location')).split('/').at(-1) ?? ''
  expect(await authenticationReturn(world.deps, visit(token))).toEqual({ redirectTo: expected(pending.id) })
})

test('a consumer who has to authenticate a later charge gets the URL', async () => {
  const agreement = await givenActiveAgreement(world, { paymentMethod: 'MOCK' })
  const waiting = await charge(world, agreement.id, 1_000n, {
    description: 'requiresAuthentication=true',
    initiator: 'CONSUMER',
    returnUrl: 'https://shop.example/again',
  })
  expect(waiting).toMatchObject({ status: 'AUTHENTICATION_PENDING', authenticationMethods: [{ type: 'REDIRECT' }] })
  await fetch(String(waiting.authenticationMethods[0]?.requestUrl), {
    method: 'POST',
    body: new URLSearchParams({ decision: 'approve' }),
    redirect: 'manual',
  })
  await chargeIs(waiting.id, 'CAPTURED')
})

test('a charge has one open retry at a time', async () => {
  const agreement = await givenActiveAgreement(world)
  const declined = await charge(world, agreement.id, 300_002n)
  const again = (value: bigint) =>
    chargeCreate(world.deps, world.caller, {
      idempotencyKey: key(),
      agreementId: agreement.id,
      amount: usd(value),
      retryOf: declined.id,
    })
  const second = mustSucceed(await again(300_002n)).charge
  expect(second).toMatchObject({ status: 'FAILED', attemptNumber: 2, retryOfId: declined.id })
  const third = mustSucceed(await again(1_000n)).charge
  expect(third).toMatchObject({ status: 'CAPTURED', attemptNumber: 2 })
  expect(await again(1_000n)).toMatchObject({ ok: false, error: { code: 'INVALID_STATE', status: 'CAPTURED' } })
  // A second retry of the same payment is refused too.
  const chained = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(1_000n), retryOf: second.id }
  expect(await chargeCreate(world.deps, world.caller, chained)).toMatchObject({
    ok: false,
    error: { code: 'INVALID_STATE', status: 'CAPTURED' },
  })
  await world.quiet()
  const paid = (await ledger(world)).charges.filter(({ agreementId }) => agreementId === agreement.providerReference)
  expect(paid.map(({ captured }) => captured)).toEqual([0, 0, 1_000])
})
