import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cards, walk } from '../support/consumer.ts'
import { type Perennial, startPerennial } from '../support/processes.ts'
import { until } from '../support/until.ts'

/** All fields of the objects that a flow creates. */
const EVERYTHING = `query ($id: ID!) {
  agreement(id: $id) {
    id status failure { message providerCode providerMessage } metadata authenticationMethods { type requestUrl details }
    instrument { id type brand last4 expiryMonth expiryYear } providerReference history { status }
    charges(first: 20) { nodes { id status failure { message } timeline { summary } providerReference
      nextStep { reason } authenticationMethods { requestUrl details } } }
  }
  events(first: 100) { nodes { type data } }
  providerEvents(first: 100) { nodes { id type body error } }
}`

let perennial: Perennial
beforeAll(async () => {
  perennial = await startPerennial({ env: { LOG_LEVEL: 'trace' } })
})
afterAll(() => perennial.cleanUp())

async function ask<T>(query: string, variables: object): Promise<T> {
  const response = await fetch(perennial.graphqlUrl, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_sandbox', 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown }
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

async function create<T>(mutation: string, input: object): Promise<T> {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`
  const selection = mutation.startsWith('consumer')
    ? 'consumer { id }'
    : mutation.startsWith('agreement')
      ? 'agreement { id authenticationMethods { requestUrl } }'
      : 'charge { id status }'
  const query = `mutation ($input: ${name}Input!) { made: ${mutation}(input: $input) {
    ... on ${name}Payload { ${selection} } ... on UserError { message } } }`
  return (await ask<{ made: T }>(query, { input: { idempotencyKey: randomUUID(), ...input } })).made
}

/** Every row of every table as text: what the holder of a copy of the database reads. */
async function databaseText(): Promise<string> {
  const client = new pg.Client(perennial.databaseUrl)
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    )
    const texts: string[] = []
    for (const { name } of rows) {
      const found = await client.query<{ text: string }>(`SELECT t::text AS text FROM "${name}" t`)
      for (const { text } of found.rows) texts.push(text, ...unescapedBytes(text))
    }
    return texts.join('\n')
  } finally {
    await client.end()
  }
}

/** The contents of binary columns, in case they are text. */
function unescapedBytes(row: string): string[] {
  return [...row.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
}

test.each([
  { provider: 'PPRO', paymentMethod: 'AMAZON_PAY' },
  { provider: 'APS', paymentMethod: 'CARD' },
])(
  'with $provider no card number, security code or token is in the log, the database, an event or a response',
  async way => {
    const email = `canary-${randomUUID()}@example.com`
    const { consumer } = await create<{ consumer: { id: string } }>('consumerCreate', {
      country: 'US',
      name: 'Canaria Bird',
      email,
    })
    const { agreement } = await create<{ agreement: { id: string; authenticationMethods: { requestUrl: string }[] } }>(
      'agreementCreate',
      {
        ...way,
        consumerId: consumer.id,
        returnUrl: 'https://shop.example/done',
        initialCharge: { amount: { value: '1000', currency: 'USD' } },
      },
    )
    const tokens: string[] = []
    await walk(agreement.authenticationMethods[0]?.requestUrl ?? '', {
      card: cards.visaAsked,
      open: (url, init) => {
        const token = new URL(url).searchParams.get('token_name')
        if (token) tokens.push(token)
        return fetch(url, init)
      },
    })
    const seen = () =>
      ask<{ agreement: { status: string; providerReference: string } }>(EVERYTHING, { id: agreement.id })
    const { agreement: active } = await until('ACTIVE', async () => {
      const now = await seen()
      return now.agreement.status === 'ACTIVE' && now
    })
    if (way.provider === 'PPRO') tokens.push(await instrumentAt(active.providerReference))
    const { charge } = await create<{ charge: { status: string } }>('chargeCreate', {
      agreementId: agreement.id,
      amount: { value: '700', currency: 'USD' },
    })
    expect(charge.status).toBe('CAPTURED')
    await create('chargeCreate', { agreementId: agreement.id, amount: { value: '300002', currency: 'USD' } })
    await until('the notifications', async () => {
      const { providerEvents } = await ask<{ providerEvents: { nodes: unknown[] } }>(
        `{ providerEvents(first: 100, filter: { provider: ${way.provider} }) { nodes { id } } }`,
        {},
      )
      return providerEvents.nodes.length >= 3
    })

    expect(tokens.length).toBeGreaterThan(0)
    const canaries = [...new Set(tokens), cards.visaAsked.card_number, 'card_security_code=123', '"card_security_code"']
    const places = {
      log: perennial.output(),
      database: await databaseText(),
      answers: JSON.stringify(await seen()),
    }
    // A check that the search reads all places: each holds what it should.
    expect([
      places.log.includes('"level"'),
      places.database.includes(agreement.id),
      places.answers.includes('"body"'),
    ]).toEqual([true, true, true])
    for (const [place, text] of Object.entries(places)) {
      for (const canary of canaries) expect([place, canary, text.includes(canary)]).toEqual([place, canary, false])
    }
    for (const place of ['log', 'database'] as const)
      expect([place, places[place].includes(email)]).toEqual([place, false])
  },
)

/** The provider's token for a means of payment, read from the provider itself. */
async function instrumentAt(agreementReference: string): Promise<string> {
  const response = await fetch(`${perennial.sandboxUrl}/ppro/v1/payment-agreements/${agreementReference}`, {
    headers: { authorization: 'Bearer key_sandbox_perennial', 'merchant-id': 'merch_perennialsandbox0001' },
  })
  return ((await response.json()) as { instrumentId: string }).instrumentId
}
