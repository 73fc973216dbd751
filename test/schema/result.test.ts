import { type ExecutionResult, graphql } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext } from '../../schema/context.ts'
import { schema } from '../../schema/index.ts'
import { until } from '../support/until.ts'
import { decide, key } from '../support/world/story.ts'
import { createWorld, type World } from '../support/world/world.ts'

// The mutations as a caller's document writes them, down to the provider's simulator and back.

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

async function run(source: string, variableValues: Record<string, unknown> = {}) {
  const contextValue = createContext(world.deps, world.caller, 'request-1')
  const { data, errors } = (await graphql({ schema, source, variableValues, contextValue })) as ExecutionResult
  if (errors) throw new Error(errors.map(error => error.stack).join('\n'))
  return JSON.parse(JSON.stringify(data))
}

const consumerCreate = `mutation ($input: ConsumerCreateInput!) { consumerCreate(input: $input) { __typename
  ... on UserError { code message }
  ... on InvalidInput { issues { path code } }
  ... on IdempotencyConflict { existingId }
  ... on ConsumerCreatePayload { replayed eventCursor consumer { id version eventCursor name email country billingAddress { city } metadata } } } }`

const agreementCreate = `mutation ($input: AgreementCreateInput!) { agreementCreate(input: $input) { __typename
  ... on UserError { code message }
  ... on InvalidInput { issues { path code } }
  ... on AgreementCreatePayload { replayed agreement { id status consumer { id }
    authenticationMethods { type requestUrl requestMethod } initialCharge { id status } history { status } } } } }`

const money = `mutation ($create: ChargeCreateInput!) { chargeCreate(input: $create) { __typename
  ... on UserError { code message }
  ... on ChargeCreatePayload { replayed charge { id status version capturedAmount { decimal } terminal } } } }`

const input = (given: object = {}) => ({
  idempotencyKey: key(),
  country: 'US',
  name: 'Jane Doe',
  email: 'jane@shop.example',
  ...given,
})

async function givenAgreement(given: object = {}) {
  const { consumer } = (await run(consumerCreate, { input: input() })).consumerCreate
  const { agreementCreate: created } = await run(agreementCreate, {
    input: {
      idempotencyKey: key(),
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId: consumer.id,
      returnUrl: 'https://shop.example/done',
      ...given,
    },
  })
  return { consumer, created }
}

async function givenActiveAgreement(given: object = {}): Promise<{ id: string }> {
  const { agreement } = (await givenAgreement(given)).created
  await decide(agreement, 'approve')
  return until('agreement ACTIVE', async () => {
    const { node } = await run('query ($id: ID!) { node(id: $id) { id ... on Agreement { status } } }', agreement)
    return node.status === 'ACTIVE' && node
  })
}

test('a payload, and the same again under the same key', async () => {
  const given = input({ billingAddress: { city: 'New York' }, metadata: { plan: 'gold' } })
  const { consumerCreate: first } = await run(consumerCreate, { input: given })
  expect(first).toMatchObject({
    __typename: 'ConsumerCreatePayload',
    replayed: false,
    consumer: {
      version: 1,
      name: 'Jane Doe',
      country: 'US',
      billingAddress: { city: 'New York' },
      metadata: { plan: 'gold' },
    },
  })
  expect(first.eventCursor).toBe(first.consumer.eventCursor)
  const { consumerCreate: second } = await run(consumerCreate, { input: given })
  expect(second).toEqual({ ...first, replayed: true })
})

test('the same key with another argument', async () => {
  const given = input()
  const { consumer } = (await run(consumerCreate, { input: given })).consumerCreate
  expect((await run(consumerCreate, { input: { ...given, name: 'John Doe' } })).consumerCreate).toEqual({
    __typename: 'IdempotencyConflict',
    code: 'IDEMPOTENCY_CONFLICT',
    message: expect.any(String),
    existingId: consumer.id,
  })
})

test('all issues of the input at once', async () => {
  const { consumerCreate: refused } = await run(consumerCreate, { input: input({ country: 'XX', email: 'nobody' }) })
  expect(refused).toMatchObject({ __typename: 'InvalidInput', code: 'INVALID_INPUT' })
  expect(refused.issues.map(({ path }: { path: string[] }) => path)).toEqual(
    expect.arrayContaining([['country'], ['email']]),
  )
})

test('an update: an omitted field stays, null clears it', async () => {
  const { consumer } = (await run(consumerCreate, { input: input() })).consumerCreate
  const update = `mutation ($id: ID!) { consumerUpdate(input: { consumerId: $id, name: null, locale: "de-DE" }) { __typename
    ... on ConsumerUpdatePayload { consumer { version name email locale } } } }`
  expect((await run(update, consumer)).consumerUpdate).toEqual({
    __typename: 'ConsumerUpdatePayload',
    consumer: { version: 2, name: null, email: 'jane@shop.example', locale: 'de-DE' },
  })
  const unknown = { id: consumer.id.replace(/.{8}$/, '00000000') }
  expect((await run(update, unknown)).consumerUpdate).toEqual({ __typename: 'NotFound' })
})

test('an agreement with its first charge, in its current state', async () => {
  const { consumer, created } = await givenAgreement({ initialCharge: { amount: { value: '1000', currency: 'USD' } } })
  expect(created).toEqual({
    __typename: 'AgreementCreatePayload',
    replayed: false,
    agreement: {
      id: expect.stringMatching(/^agr_/),
      status: 'AUTHENTICATION_PENDING',
      consumer: { id: consumer.id },
      authenticationMethods: [{ type: 'REDIRECT', requestUrl: expect.stringMatching(/^http/), requestMethod: 'GET' }],
      initialCharge: { id: expect.stringMatching(/^chg_/), status: expect.any(String) },
      history: [{ status: 'INITIALIZING' }, { status: 'AUTHENTICATION_PENDING' }],
    },
  })
})

test('charge, refund, revoke: each returns what it made', async () => {
  const { id: agreementId } = await givenActiveAgreement()
  const amount = { value: 2500, currency: 'USD' }
  const { chargeCreate: charged } = await run(money, { create: { idempotencyKey: key(), agreementId, amount } })
  expect(charged).toMatchObject({
    __typename: 'ChargeCreatePayload',
    replayed: false,
    charge: { status: 'CAPTURED', capturedAmount: { decimal: '25.00' }, terminal: true },
  })
  const refund = `mutation ($input: ChargeRefundInput!) { chargeRefund(input: $input) { __typename
    ... on AmountExceeded { code available { decimal } }
    ... on ChargeRefundPayload { refund { __typename status reason amount { decimal } } charge { status refundableAmount { decimal } } } } }`
  const chargeId = charged.charge.id
  const part = { idempotencyKey: key(), chargeId, amount: { value: '500', currency: 'USD' }, reason: 'damaged' }
  expect((await run(refund, { input: part })).chargeRefund).toEqual({
    __typename: 'ChargeRefundPayload',
    refund: { __typename: 'Refund', status: 'SUCCEEDED', reason: 'damaged', amount: { decimal: '5.00' } },
    charge: { status: 'PARTIALLY_REFUNDED', refundableAmount: { decimal: '20.00' } },
  })
  const tooMuch = { idempotencyKey: key(), chargeId, amount: { value: '2001', currency: 'USD' } }
  expect((await run(refund, { input: tooMuch })).chargeRefund).toEqual({
    __typename: 'AmountExceeded',
    code: 'AMOUNT_EXCEEDED',
    available: { decimal: '20.00' },
  })
  const revoke = `mutation ($id: ID!) { agreementRevoke(input: { agreementId: $id, reason: "moved" }) { __typename
    ... on AgreementRevokePayload { agreement { status terminal } revocation { status reason requestedBy agreement { id status } } } } }`
  expect((await run(revoke, { id: agreementId })).agreementRevoke).toEqual({
    __typename: 'AgreementRevokePayload',
    agreement: { status: 'REVOKED_BY_MERCHANT', terminal: true },
    revocation: {
      ...{ status: 'SUCCEEDED', reason: 'moved', requestedBy: 'MERCHANT' },
      agreement: { id: agreementId, status: 'REVOKED_BY_MERCHANT' },
    },
  })
})

test('capture and void of a charge with manual capture', async () => {
  const { id } = await givenActiveAgreement({
    initialCharge: { amount: { value: 3000, currency: 'USD' }, captureMode: 'MANUAL' },
  })
  const read = 'query ($id: ID!) { agreement(id: $id) { initialCharge { id status capturableAmount { decimal } } } }'
  const initial = await until('initial charge AUTHORIZED', async () => {
    const { initialCharge } = (await run(read, { id })).agreement
    return initialCharge.status === 'AUTHORIZED' && initialCharge
  })
  expect(initial.capturableAmount).toEqual({ decimal: '30.00' })
  // Two changes of one charge in one request: the second one's payload shows both.
  const both = `mutation ($capture: ChargeCaptureInput!, $void: ChargeVoidInput!) {
    chargeCapture(input: $capture) { ... on ChargeCapturePayload { capture { id status } charge { status capturedAmount { decimal } voids { id } } } }
    chargeVoid(input: $void) { ... on ChargeVoidPayload { voidOperation { status } charge { status capturedAmount { decimal } voidedAmount { decimal } } } } }`
  const capture = { idempotencyKey: key(), chargeId: initial.id, amount: { value: '1000', currency: 'USD' } }
  expect(await run(both, { capture, void: { idempotencyKey: key(), chargeId: initial.id } })).toEqual({
    chargeCapture: {
      capture: { id: expect.stringMatching(/^cap_/), status: 'SUCCEEDED' },
      charge: { status: 'PARTIALLY_CAPTURED', capturedAmount: { decimal: '10.00' }, voids: [] },
    },
    chargeVoid: {
      voidOperation: { status: 'SUCCEEDED' },
      charge: { status: 'CAPTURED', capturedAmount: { decimal: '10.00' }, voidedAmount: { decimal: '20.00' } },
    },
  })
  const sync =
    'mutation ($id: ID!) { chargeSync(input: { chargeId: $id }) { ... on ChargeSyncPayload { changed charge { status } } } }'
  expect((await run(sync, { id: initial.id })).chargeSync).toEqual({ changed: false, charge: { status: 'CAPTURED' } })
})

test('a key is kept as long as its input says: 30 days for a consumer, forever if money can move', async () => {
  const { id: agreementId } = await givenActiveAgreement()
  const amount = { value: 2500, currency: 'USD' }
  await run(money, { create: { idempotencyKey: key(), agreementId, amount } })
  const { rows } = await world.database.pool.query(
    `SELECT DISTINCT mutation, extract(epoch FROM expires_at - created_at)::int / 86400 AS days FROM idempotency_keys
     WHERE mutation IN ('consumerCreate', 'agreementCreate', 'chargeCreate') ORDER BY mutation`,
  )
  expect(rows).toEqual([
    { mutation: 'agreementCreate', days: null },
    { mutation: 'chargeCreate', days: null },
    { mutation: 'consumerCreate', days: 30 },
  ])
})
