import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createPproProvider } from '../../../src/providers/ppro/provider.ts'
import type { Provider, ProviderCommand, WebhookNotice } from '../../../src/providers/provider.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts'
import { type Receiver, startReceiver } from '../../sandbox/support/receiver.ts'
import { identity, plainAgreement, plainCharge, reportOf, reportsOf, requestOf } from '../support/commands.ts'
import { keepingLog } from '../support/log.ts'

const account = {
  apiKey: 'key_sandbox_canary',
  merchantId: 'merch_000000000000000000001',
  webhookSecret: 'secret-canary',
}
const { log, lines } = keepingLog()
const deadline = { deadlineMs: 5_000 }
let dataDir: string
let sandbox: Sandbox
let receiver: Receiver
let provider: Provider & { close(): Promise<void> }
let sequence = 0

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'perennial-ppro-'))
  receiver = await startReceiver()
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, dataDir, ppro: { ...account, webhookUrl: receiver.url } })
  provider = createPproProvider({ ...account, baseUrl: `${sandbox.url}/ppro`, simulated: true }, { log })
})

afterAll(async () => {
  await provider.close()
  await sandbox.close()
  await receiver.close()
  await rm(dataDir, { recursive: true, force: true })
})

beforeEach(async () => {
  await control('reset', {})
  lines.length = 0
})

const nextReference = () => `att_${String(++sequence).padStart(4, '0')}`

async function control(path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${sandbox.url}/control/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  expect(response.status).toBeLessThan(300)
  return response.json().catch(() => undefined)
}

interface LedgerCharge {
  readonly id: string
  readonly reference: string
  readonly agreementId: string
  readonly status: string
  readonly amount: number
  readonly captured: number
  readonly refunded: number
  readonly voided: number
}
interface Ledger {
  readonly agreements: readonly { readonly id: string; readonly reference: string; readonly status: string }[]
  readonly charges: readonly LedgerCharge[]
}

const ledger = async () => (await control('ledger')) as Ledger
const chargesIn = async (reference: string) => (await ledger()).charges.filter(charge => charge.reference === reference)

type Business<Command> = Command extends unknown ? Omit<Command, 'providerKey' | 'sentReference'> : never

function send(command: Business<ProviderCommand>, reference = nextReference()) {
  const request = requestOf(provider.prepare({ ...command, ...identity(reference) } as ProviderCommand))
  return provider.send(request, deadline)
}

/** An Amazon Pay agreement to which the consumer has agreed; its id at PPRO. */
async function activeAgreement(): Promise<string> {
  const { providerReference, authenticationMethods } = reportOf(await send(plainAgreement), 'agreement')
  const requestUrl = authenticationMethods?.[0]?.requestUrl ?? ''
  const response = await fetch(requestUrl, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'approve' }),
    redirect: 'manual',
  })
  expect(response.status).toBe(303)
  return providerReference ?? ''
}

/** What the provider makes of the webhooks about one object, once `type` has come. */
async function noticesOf(subject: string, type: string): Promise<readonly WebhookNotice[]> {
  const ofSubject = () => receiver.received.filter(webhook => webhook.event.subject === subject)
  await expect.poll(() => ofSubject().map(webhook => webhook.event.type)).toContain(type)
  return ofSubject().map(({ headers, raw }) => {
    const reading = provider.receive({
      headers: headers as Record<string, string | undefined>,
      rawBody: Buffer.from(raw),
      receivedAt: new Date(),
    })
    if (reading.verdict !== 'accepted') throw new Error(JSON.stringify(reading))
    return reading.notice
  })
}

test('agreement, approval, charge, partial captures, void of the rest, refund, revocation: the ledger agrees at each step', async () => {
  const agreementAttempt = nextReference()
  const created = await send(plainAgreement, agreementAttempt)
  expect(created).toMatchObject({
    outcome: 'actionRequired',
    call: { httpStatus: 200, summary: '200, AUTHENTICATION_PENDING' },
  })
  const agreement = reportOf(created, 'agreement')
  expect(agreement).toMatchObject({
    status: 'AUTHENTICATION_PENDING',
    sentReference: agreementAttempt,
    instrument: { type: 'AMAZON_PAY' },
  })
  expect(agreement.authenticationMethods).toMatchObject([{ type: 'REDIRECT', requestMethod: 'GET' }])
  const agreementId = agreement.providerReference ?? ''

  await fetch(agreement.authenticationMethods?.[0]?.requestUrl ?? '', {
    method: 'POST',
    body: new URLSearchParams({ decision: 'approve' }),
    redirect: 'manual',
  })
  const activated = await noticesOf(agreementId, 'PAYMENT_AGREEMENT_ACTIVE')
  expect(activated.at(-1)).toMatchObject({
    subject: { kind: 'agreement', providerReference: agreementId, sentReference: agreementAttempt },
    report: { about: 'agreement', providerReference: agreementId, status: 'ACTIVE' },
  })

  const reference = nextReference()
  const authorized = await send({ ...plainCharge, agreementReference: agreementId, captureMode: 'MANUAL' }, reference)
  expect(authorized).toMatchObject({ outcome: 'approved', call: { summary: '200, CAPTURE_PENDING' } })
  const chargeId = reportOf(authorized, 'charge').providerReference ?? ''
  expect(reportOf(authorized, 'charge')).toMatchObject({
    sentReference: reference,
    currency: 'USD',
    authenticationMethods: [],
    operations: [{ kind: 'AUTHORIZATION', status: 'SUCCEEDED', amount: 1000n, sentReference: reference }],
    complete: false,
  })
  expect(await chargesIn(reference)).toMatchObject([{ id: chargeId, agreementId, status: 'AUTHORIZED', captured: 0 }])

  const onCharge = (verb: 'capture' | 'refund' | 'void', value: bigint, reason: string | null = null) =>
    send({ verb, chargeReference: chargeId, amount: { value, currency: 'USD' }, reason })
  expect(await onCharge('capture', 300n)).toMatchObject({
    outcome: 'approved',
    call: { summary: '200, CAPTURED' },
    report: { providerReference: chargeId, operations: [{ kind: 'CAPTURE', amount: 300n, status: 'SUCCEEDED' }] },
  })
  expect(await onCharge('capture', 400n)).toMatchObject({ outcome: 'approved' })
  expect(await onCharge('void', 300n)).toMatchObject({ outcome: 'approved', call: { summary: '200, VOIDED' } })
  expect(await onCharge('refund', 250n, 'customer request')).toMatchObject({ outcome: 'approved' })
  expect(await chargesIn(reference)).toMatchObject([{ status: 'CAPTURED', captured: 700, refunded: 250, voided: 300 }])

  expect(await onCharge('refund', 451n)).toMatchObject({
    outcome: 'declined',
    failure: { kind: 'INVALID_REQUEST', advice: 'FIX_REQUEST' },
  })
  expect(await chargesIn(reference)).toMatchObject([{ refunded: 250 }])

  const found = await provider.lookUp(
    { about: 'charge', providerReference: chargeId, sentReference: reference },
    deadline,
  )
  const [looked] = reportsOf(found)
  expect(looked).toMatchObject({ about: 'charge', complete: true, sentReference: reference, currency: 'USD' })
  const operations = looked?.about === 'charge' ? looked.operations : []
  expect(operations.map(({ kind, amount, status }) => [kind, amount, status])).toEqual([
    ['AUTHORIZATION', 1000n, 'SUCCEEDED'],
    ['CAPTURE', 300n, 'SUCCEEDED'],
    ['CAPTURE', 400n, 'SUCCEEDED'],
    ['REFUND', 250n, 'SUCCEEDED'],
    ['REFUND', 451n, 'FAILED'],
    ['VOID', 300n, 'SUCCEEDED'],
  ])
  expect(operations.every(({ providerReference, sentReference }) => providerReference && sentReference)).toBe(true)

  const refunded = await noticesOf(chargeId, 'PAYMENT_CHARGE_REFUND_SUCCEEDED')
  expect(
    refunded.map(notice => notice.report && 'operations' in notice.report && notice.report.operations),
  ).toContainEqual([
    expect.objectContaining({
      kind: 'REFUND',
      amount: 250n,
      status: 'SUCCEEDED',
      sentReference: expect.stringMatching(/^att_/),
    }),
  ])

  const revoked = await send({ verb: 'revokeAgreement', agreementReference: agreementId, reason: null })
  expect(revoked).toMatchObject({
    outcome: 'approved',
    report: {
      providerReference: agreementId,
      status: 'REVOKED_BY_MERCHANT',
      revocation: { status: 'SUCCEEDED', by: 'MERCHANT' },
    },
  })
  expect((await ledger()).agreements.find(({ id }) => id === agreementId)?.status).toBe('REVOKED_BY_MERCHANT')
  const late = await send({ ...plainCharge, agreementReference: agreementId })
  expect(late).toMatchObject({ outcome: 'declined', failure: { code: 'AGREEMENT_REVOKED', advice: 'NEW_AGREEMENT' } })
  expect(lines).toEqual([])
})

describe('charges', () => {
  test('captured at once; declined in known words; asked for authentication', async () => {
    const agreementReference = await activeAgreement()
    expect(await send({ ...plainCharge, agreementReference })).toMatchObject({
      outcome: 'approved',
      call: { summary: '200, CAPTURED' },
      report: { operations: [{ kind: 'AUTHORIZATION' }, { kind: 'CAPTURE', amount: 1000n, status: 'SUCCEEDED' }] },
    })
    const declined = await send({ ...plainCharge, agreementReference, amount: { value: 300_002n, currency: 'USD' } })
    expect(declined).toMatchObject({
      outcome: 'declined',
      call: { summary: '200, FAILED INSUFFICIENT_FUNDS' },
      failure: {
        kind: 'SOFT_DECLINE',
        code: 'INSUFFICIENT_FUNDS',
        advice: 'RETRY_LATER',
        providerCode: 'INSUFFICIENT_FUNDS',
      },
    })
  })

  test('an INTERNAL_ERROR is not a decline: unknown, and pending when looked up', async () => {
    const agreementReference = await activeAgreement()
    await control('outcomes', { provider: 'PPRO', operation: 'charge', outcomes: ['INTERNAL_SERVICE_UNAVAILABLE'] })
    const reference = nextReference()
    expect(await send({ ...plainCharge, agreementReference }, reference)).toMatchObject({
      outcome: 'unknown',
      lookUpNow: false,
      call: { summary: '200, FAILED INTERNAL_SERVICE_UNAVAILABLE, not final' },
    })
    const found = await provider.lookUp(
      { about: 'charge', providerReference: null, sentReference: reference },
      deadline,
    )
    expect(reportsOf(found)).toMatchObject([{ operations: [{ kind: 'AUTHORIZATION', status: 'PENDING' }] }])
  })

  test('the same request again replays the first answer and charges once', async () => {
    const agreementReference = await activeAgreement()
    const reference = nextReference()
    const first = await send({ ...plainCharge, agreementReference }, reference)
    const second = await send({ ...plainCharge, agreementReference }, reference)
    expect(reportOf(second, 'charge')).toEqual(reportOf(first, 'charge'))
    expect(await chargesIn(reference)).toHaveLength(1)
    expect(
      await send({ ...plainCharge, agreementReference, amount: { value: 1001n, currency: 'USD' } }, reference),
    ).toMatchObject({
      outcome: 'unknown',
      lookUpNow: true,
    })
    expect(await chargesIn(reference)).toHaveLength(1)
  })
})

describe('faults', () => {
  test.each([
    ['dropBeforeEffect', 0],
    ['dropAfterEffect', 1],
    ['error500AfterEffect', 1],
    ['malformedAnswer', 1],
  ] as const)('%s: unknown, never sent again by itself, and the look-up tells', async (fault, effects) => {
    const agreementReference = await activeAgreement()
    await control('faults', { provider: 'PPRO', seed: 1, rates: { [fault]: 1 } })
    const reference = nextReference()
    expect(await send({ ...plainCharge, agreementReference }, reference)).toMatchObject({ outcome: 'unknown' })
    expect(await chargesIn(reference)).toHaveLength(effects)
    await control('reset', {})
    const found = await provider.lookUp(
      { about: 'charge', providerReference: null, sentReference: reference },
      deadline,
    )
    if (effects === 0) expect(found).toMatchObject({ found: 'absent' })
    else expect(reportsOf(found)).toMatchObject([{ sentReference: reference, complete: true }])
  })

  test('a burst over the limit waits here for tokens: all go through once', async () => {
    const agreementReference = await activeAgreement()
    await control('limits', { provider: 'PPRO', perSecond: 20 })
    const references = Array.from({ length: 60 }, nextReference)
    const answers = await Promise.all(
      references.map(reference => send({ ...plainCharge, agreementReference }, reference)),
    )
    const outcomes = answers.map(answer => answer.outcome)
    expect(new Set(outcomes)).toEqual(new Set(outcomes.includes('notSent') ? ['approved', 'notSent'] : ['approved']))
    for (const [index, answer] of answers.entries()) {
      expect(await chargesIn(references[index] ?? '')).toHaveLength(answer.outcome === 'approved' ? 1 : 0)
      if (answer.outcome === 'notSent') expect(answer.retryAfterMs).toBeGreaterThan(0)
    }
  })
})

describe('look-ups of agreements', () => {
  const withCharge = (sentReference: string) => ({
    ...plainAgreement,
    initialCharge: {
      amount: { value: 500n, currency: 'USD' },
      captureMode: 'AUTOMATIC',
      description: null,
      sentReference,
    } as const,
  })

  test('by id, with its initial charge; by the initial charge alone', async () => {
    const chargeReference = nextReference()
    const created = reportOf(await send(withCharge(chargeReference)), 'agreement')
    const id = created.providerReference ?? null
    const byId = await provider.lookUp(
      { about: 'agreement', providerReference: id, initialChargeSentReference: chargeReference },
      deadline,
    )
    const expected = [
      { about: 'agreement', providerReference: id, status: 'AUTHENTICATION_PENDING' },
      {
        about: 'charge',
        sentReference: chargeReference,
        complete: true,
        operations: [{ kind: 'AUTHORIZATION', status: 'PENDING', amount: 500n }],
      },
    ]
    expect(reportsOf(byId)).toMatchObject(expected)
    const bySearch = await provider.lookUp(
      { about: 'agreement', providerReference: null, initialChargeSentReference: chargeReference },
      deadline,
    )
    expect(reportsOf(bySearch)).toMatchObject(expected)
  })

  test('what PPRO does not know is absent', async () => {
    const questions = [
      { about: 'agreement', providerReference: 'agr_000000000000000000000', initialChargeSentReference: null },
      { about: 'agreement', providerReference: null, initialChargeSentReference: 'att_never' },
      { about: 'charge', providerReference: 'charge_00000000000000000000', sentReference: 'att_never' },
      { about: 'charge', providerReference: null, sentReference: 'att_never' },
    ] as const
    for (const question of questions)
      expect(await provider.lookUp(question, deadline)).toMatchObject({ found: 'absent' })
  })

  test('one without an id and without a charge cannot be asked about', async () => {
    const answer = await provider.lookUp(
      { about: 'agreement', providerReference: null, initialChargeSentReference: null },
      deadline,
    )
    expect(answer).toEqual({ found: 'unknown', call: { summary: 'nothing to ask by', durationMs: 0 } })
  })
})

test('wrong credentials: certainly not taken, told to the operator', async () => {
  const stranger = createPproProvider(
    { ...account, apiKey: 'key_wrong_canary', baseUrl: `${sandbox.url}/ppro`, simulated: true },
    { log },
  )
  const reference = nextReference()
  const request = requestOf(stranger.prepare({ ...plainAgreement, ...identity(reference) }))
  const answer = await stranger.send(request, deadline)
  await stranger.close()
  expect(answer).toMatchObject({
    outcome: 'notSent',
    failure: { code: 'PROVIDER_CREDENTIALS_REFUSED', advice: 'CONTACT_PROVIDER' },
  })
  expect((await ledger()).agreements.some(agreement => agreement.reference === reference)).toBe(false)
  expect(lines).toMatchObject([{ level: 'warn', message: 'credentials refused (401)' }])
  expect(JSON.stringify([answer, lines])).not.toContain('canary')
})
