import { createHmac, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'
import { until } from '../support/until.ts'
import { apsAccessCode, callerAddress, personal, secrets, texts } from './support/canaries.ts'
import { tellRefusals, tellStory, type Way } from './support/canary-story.ts'
import { type RecordedCalls, recordedCalls } from './support/recorded-calls.ts'

const ways: readonly Way[] = [
  { provider: 'PPRO', paymentMethod: 'AMAZON_PAY' },
  { provider: 'APS', paymentMethod: 'CARD' },
]
const PPRO_MERCHANT = 'merch_ownaccount'
const APS_MERCHANT = 'ownaccount'

/** Every field of the objects that a story creates. */
const EVERYTHING = `query ($consumer: ID!, $agreement: ID!) {
  consumer(id: $consumer) { name email phone birthDate taxId reference metadata billingAddress { firstName street } }
  agreement(id: $agreement) {
    id status reference description failure { message providerCode providerMessage } metadata
    authenticationMethods { type requestUrl details } instrument { id type brand last4 expiryMonth expiryYear }
    providerReference history { status } revocations { reason }
    charges(first: 20) { nodes { id status reference description metadata failure { message } timeline { summary detail }
      providerReference nextStep { reason } authenticationMethods { requestUrl details }
      refunds { reason reference } captures { reference } voids { reference } } }
  }
  providerEvents(first: 100) { nodes { id type body error } }
  apiKeys(first: 20) { nodes { label prefix } } providerAccounts(first: 20) { nodes { name accessCodeLast4 } }
  auditLog(first: 100) { nodes { action reason address } }
}`

let perennial: Perennial
let calls: RecordedCalls
beforeAll(async () => {
  perennial = await startPerennial({
    isFirstStart: true,
    env: { LOG_LEVEL: 'trace', ENCRYPTION_KEY: secrets.encryptionKey },
  })
  calls = recordedCalls(perennial)
})
afterAll(() => perennial.cleanUp())

/** Accounts of the merchant's own at both providers, which all that follows uses. */
async function givenOwnAccounts(): Promise<void> {
  const ppro = {
    merchantId: PPRO_MERCHANT,
    apiKey: secrets.pproApiKey,
    webhookSecret: secrets.pproWebhookSecret,
  }
  const aps = {
    ...{ merchantIdentifier: APS_MERCHANT, accessCode: apsAccessCode },
    ...{ shaRequestPhrase: secrets.apsRequestPhrase, shaResponsePhrase: secrets.apsResponsePhrase },
  }
  for (const [provider, account] of Object.entries({ PPRO: ppro, APS: aps })) {
    const webhookUrl = `${perennial.url}/webhooks/${provider.toLowerCase()}`
    const body = JSON.stringify({ provider, ...account, webhookUrl })
    expect((await fetch(`${perennial.sandboxUrl}/control/accounts`, { method: 'POST', body })).ok).toBe(true)
    const set = await calls.mutate(
      'providerAccountSet',
      { [provider.toLowerCase()]: account },
      'providerAccount { id } trial',
    )
    expect(set.trial).toBe('ACCEPTED')
  }
}

/** Two keys and a client token, each used once. */
async function newCredentials(chargeId: string): Promise<readonly string[]> {
  const { secret, apiKey } = await calls.mutate(
    'apiKeyCreate',
    { label: texts.keyLabel, scopes: ['read'] },
    'secret apiKey { id }',
  )
  const rotated = await calls.mutate('apiKeyRotate', { apiKeyId: apiKey.id }, 'secret')
  const { token } = await calls.mutate('clientTokenCreate', { chargeId }, 'token')
  const credentials = [secret, rotated.secret, token] as const
  for (const each of credentials) expect(await calls.ask('{ viewer { mode } }', {}, each)).not.toBeNull()
  await calls.subscribe(`subscription { events(after: "${personal.name}") { id } }`, token)
  return credentials
}

/** A PPRO notification with personal data, about an agreement that does not exist. */
async function notify(): Promise<void> {
  const event = {
    ...{ id: 'event_canary00000000000000', type: 'PAYMENT_AGREEMENT_ACTIVE' },
    data: { paymentAgreementId: 'pagr_of_nobody', merchantId: PPRO_MERCHANT },
    consumer: { name: personal.webhookName, email: personal.webhookEmail },
  }
  const body = JSON.stringify(event)
  const signature = createHmac('sha256', secrets.pproWebhookSecret).update(`1735689600.${body}`).digest('hex')
  await calls.post('/webhooks/ppro', body, { 'ppro-signature': `t=1735689600,s=${signature}` })
  expect(calls.refusals).toEqual([])
}

/** The provider's token for a means of payment, read from the provider itself. */
async function instrumentAt(agreementReference: string): Promise<string> {
  const response = await fetch(`${perennial.sandboxUrl}/ppro/v1/payment-agreements/${agreementReference}`, {
    headers: { authorization: `Bearer ${secrets.pproApiKey}`, 'merchant-id': PPRO_MERCHANT },
  })
  return ((await response.json()) as { instrumentId: string }).instrumentId
}

/** Every row of every table as text: what the holder of a copy of the database reads. */
async function databaseText(): Promise<string> {
  const client = new pg.Client(perennial.databaseUrl)
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    )
    const found: string[] = []
    for (const { name } of rows) {
      const { rows } = await client.query<{ text: string }>(`SELECT t::text AS text FROM "${name}" t`)
      for (const { text } of rows) found.push(text, ...unescapedBytes(text))
    }
    return found.join('\n')
  } finally {
    await client.end()
  }
}

/** The contents of binary columns, in case they are text. */
function unescapedBytes(row: string): string[] {
  return [...row.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
}

async function eventsText(): Promise<string> {
  const query = `query ($after: EventCursor) { events(first: 100, after: $after) { eventCursor
    nodes { type actor source subjectId status previousStatus data } } }`
  const pages: string[] = []
  for (let after: string | undefined; ; ) {
    const { events } = await calls.ask(query, { after })
    if (events.nodes.length === 0) return pages.join('\n')
    pages.push(JSON.stringify(events.nodes))
    after = events.eventCursor
  }
}

const flat = (text: string) => text.toLowerCase().replaceAll(/[\s+%]/g, '')

test('a canary in every field and credential is in no place where it does not belong, at both providers', async () => {
  await givenOwnAccounts()
  await notify()
  const told = []
  for (const way of ways) told.push(await tellStory(calls, way, perennial))
  const [first] = told
  const made = await newCredentials(String(first?.chargeId))
  await tellRefusals(calls)
  await calls.mutate(
    'chargeResolve',
    { idempotencyKey: randomUUID(), chargeId: first?.chargeId, operationId: 'cop_none', outcome: 'FAILED', note: 'x' },
    'charge { id }',
  )
  await until('the notifications', async () => {
    const { providerEvents } = await calls.ask('{ providerEvents(first: 100) { nodes { status } } }')
    const { nodes } = providerEvents as { nodes: { status: string }[] }
    return nodes.length >= 8 && nodes.every(({ status }) => status !== 'RECEIVED')
  })
  const answers = []
  const tokens: string[] = []
  for (const { consumerId: consumer, agreementId: agreement, tokens: ofWay } of told) {
    const answer = await calls.ask(EVERYTHING, { consumer, agreement })
    if (answer?.agreement == null) throw new Error(calls.refusals.at(-1))
    answers.push(answer)
    tokens.push(...ofWay)
    if (ofWay.length === 0) tokens.push(await instrumentAt(answer.agreement.providerReference))
  }
  expect(tokens.filter(token => token.length > 10)).toHaveLength(tokens.length)

  const places = {
    log: perennial.output(),
    metrics: await (await fetch(`${perennial.url}/metrics`)).text(),
    refusals: calls.refusals.join('\n'),
    pages: told.flatMap(({ pages }) => pages).join('\n'),
    events: await eventsText(),
    database: await databaseText(),
    answers: JSON.stringify(answers),
  }
  // Each place was read: it holds what it should.
  const marks = {
    log: '"level"',
    metrics: 'perennial_provider_calls_total',
    refusals: 'INVALID_INPUT',
    pages: '<form',
    events: 'charge.created',
    database: String(first?.agreementId),
    answers: personal.laterName,
  } as const
  const kinds = [
    { kind: 'secret', canaries: [...Object.values(secrets), ...made, ...tokens], allowed: [] },
    { kind: 'personal', canaries: Object.values(personal), allowed: ['answers'] },
    { kind: 'access code', canaries: [apsAccessCode], allowed: ['pages', 'answers'] },
    { kind: 'address', canaries: [callerAddress], allowed: ['database', 'answers'] },
    { kind: 'text', canaries: Object.values(texts), allowed: ['answers', 'database', 'events'] },
  ] as const
  // Each canary was sent.
  const sent = flat(calls.sent.join('\n'))
  const given = kinds.flatMap(({ canaries }) => canaries).filter(canary => !sent.includes(flat(canary)))
  expect(given.filter(canary => !tokens.includes(canary) && canary !== secrets.encryptionKey)).toEqual([])
  const found: string[] = []
  for (const [place, text] of Object.entries(places)) {
    expect([place, text.includes(marks[place as keyof typeof marks])]).toEqual([place, true])
    const searched = flat(text)
    for (const { kind, canaries, allowed } of kinds)
      for (const canary of canaries)
        if (searched.includes(flat(canary)) && !allowed.some(each => each === place))
          found.push(`${kind} ${canary} in ${place}`)
  }
  expect(found).toEqual([])
})
