import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, createClient } from '../../src/client/index.ts'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'
import { until } from '../support/until.ts'
import { walk } from '../support/world/consumer.ts'
import { launchChromium, skipsBrowserTests } from './support/chromium.ts'
import { recordNetwork } from './support/network-log.ts'
import { openShop, type Shop } from './support/shop.ts'

const TOKEN_SECONDS = 900
/** When the typed client renews such a token. */
const RENEWED_AFTER_SECONDS = 600

/** The page of a merchant: what the consumer has paid, and then each change as it happens. */
const pageScript = (graphqlUrl: string) => `
import { createClient } from '/client.js'
const HOURS_MS = 10 * 3_600_000
const client = createClient({
  url: ${JSON.stringify(graphqlUrl)},
  authorization: async () => (await fetch('/token', { method: 'POST' })).text(),
  // The test moves the page's clock by minutes at once, in which nobody could answer a ping.
  heartbeat: { connectWithinMs: HOURS_MS, pingEveryMs: HOURS_MS, pongWithinMs: HOURS_MS },
})
const show = (id, text) => {
  const line = document.createElement('p')
  line.className = id
  line.textContent = text
  document.body.append(line)
}
const read = async () => {
  const { viewer } = await client.request(
    '{ viewer { agreement { status eventCursor charges(first: 50) { nodes { amount { decimal } } } } } }', {})
  const { status, eventCursor, charges } = viewer.agreement
  show('read', status + ' ' + charges.nodes.map(({ amount }) => amount.decimal).sort().join(' '))
  return eventCursor
}
window.readAgain = read
const after = await read()
const changes = client.watch(
  'subscription ($after: EventCursor) { chargeStatusChanged(after: $after) { eventCursor status charge { amount { decimal } } } }',
  { after },
  { onReconnect: ({ reason }) => show('reconnect', reason) },
)
for await (const { status, charge } of changes) show('change', charge.amount.decimal + ' ' + status)
`

describe.skipIf(skipsBrowserTests(1))('a client token in a browser', () => {
  let perennial: Perennial
  let backend: Client
  let browser: Browser
  let shop: Shop
  let agreementId: string
  let tokens: string[]
  beforeAll(async () => {
    perennial = await startPerennial()
    backend = createClient({ url: perennial.graphqlUrl, authorization: 'sk_test_sandbox' })
    browser = await launchChromium()
    agreementId = await givenActiveAgreement()
    tokens = []
    shop = await openShop({
      gatewayUrl: perennial.url,
      script: pageScript(perennial.graphqlUrl),
      async newToken() {
        const { token } = await mutate('clientTokenCreate', 'token', { agreementId, expiresInSeconds: TOKEN_SECONDS })
        tokens.push(token)
        return token
      },
    })
  })
  afterAll(async () => {
    await browser?.close()
    shop?.server.close()
    await backend?.close()
    await perennial?.cleanUp()
  })

  // biome-ignore lint/suspicious/noExplicitAny: answers are compared with exact values
  async function mutate(name: string, selection: string, input: object): Promise<any> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const query = `mutation ($input: ${type}Input!) { made: ${name}(input: $input) {
      ... on ${type}Payload { ${selection} } ... on UserError { message } } }`
    const { made } = await backend.request<{ made: { message?: string } }>(query, { input })
    if (made.message !== undefined) throw new Error(made.message)
    return made
  }

  async function givenActiveAgreement(): Promise<string> {
    const { consumer } = await mutate('consumerCreate', 'consumer { id }', {
      ...{ idempotencyKey: randomUUID(), country: 'US', name: 'Ada Lovelace', email: 'ada@example.com' },
    })
    const selection = 'agreement { id authenticationMethods { requestUrl } }'
    const { agreement } = await mutate('agreementCreate', selection, {
      ...{ idempotencyKey: randomUUID(), provider: 'PPRO', paymentMethod: 'AMAZON_PAY', consumerId: consumer.id },
      returnUrl: 'https://shop.example/done',
    })
    await walk(agreement.authenticationMethods[0].requestUrl)
    await until('ACTIVE', async () => {
      const query = 'query ($id: ID!) { agreement(id: $id) { status } }'
      const { agreement: now } = await backend.request<{ agreement: { status: string } }>(query, { id: agreement.id })
      return now.status === 'ACTIVE'
    })
    return agreement.id
  }

  const charge = (of: string, value: number) =>
    mutate('chargeCreate', 'charge { id status }', {
      ...{ idempotencyKey: randomUUID(), agreementId: of, amount: { value, currency: 'USD' } },
    })

  /** Moves the gateway's clock and the simulators': tokens expire by it. */
  async function passAtGateway(seconds: number): Promise<void> {
    const { clock } = await backend.request<{ clock: { now: string } }>('{ clock { now } }', {})
    await mutate('sandboxClockAdvance', 'clock { now }', {
      to: new Date(Date.parse(clock.now) + seconds * 1_000).toISOString(),
    })
  }

  const lines = (page: Page, name: string) => page.locator(`p.${name}`).allTextContents()

  /** The changes of its charges as the event log has them. */
  async function changesInTheLog(): Promise<readonly string[]> {
    const query = `query ($id: ID!) { agreement(id: $id) { charges(first: 50) { nodes { id amount { decimal } } } }
      events(first: 100, filter: { agreementId: $id }) { nodes { subjectId previousStatus status } } }`
    interface Log {
      agreement: { charges: { nodes: { id: string; amount: { decimal: string } }[] } }
      events: { nodes: { subjectId: string; previousStatus: string | null; status: string | null }[] }
    }
    const { agreement, events } = await backend.request<Log>(query, { id: agreementId })
    const amountOf = new Map(agreement.charges.nodes.map(({ id, amount }) => [id, amount.decimal]))
    return events.nodes
      .filter(({ subjectId, previousStatus, status }) => amountOf.has(subjectId) && previousStatus !== status)
      .map(({ subjectId, status }) => `${amountOf.get(subjectId)} ${status}`)
  }

  test('queries, subscribes and renews through more than an hour, from another origin and without a secret key', async () => {
    const page = await browser.newPage()
    const network = recordNetwork(page)
    const complaints: string[] = []
    page.on('pageerror', error => complaints.push(error.message))
    const pongs = () => network.framesReceived.filter(frame => /"type":"pong".*"expiresAt"/.test(frame)).length
    const captured = (decimal: string) => expect.poll(() => lines(page, 'change')).toContain(`${decimal} CAPTURED`)
    await page.clock.install()
    await page.goto(shop.url)
    await expect.poll(() => lines(page, 'read')).toEqual(['ACTIVE '])
    await expect.poll(() => network.framesReceived.some(frame => frame.includes('connection_ack'))).toBe(true)

    // An hour in which page and gateway have the same time: each token ends while the socket stays open.
    for (let round = 1; round <= 3_600 / RENEWED_AFTER_SECONDS; round++) {
      await page.clock.fastForward(RENEWED_AFTER_SECONDS * 1_000)
      await expect.poll(pongs).toBe(round)
      await passAtGateway(RENEWED_AFTER_SECONDS)
      await charge(agreementId, 1_000 + round)
      await captured(`10.0${round}`)
    }
    expect(await lines(page, 'reconnect')).toEqual([])

    // The page sleeps through the end of its token: it connects again with a new one, and has missed nothing.
    await passAtGateway(2 * TOKEN_SECONDS)
    await expect.poll(() => lines(page, 'reconnect')).toEqual(['closed: 4499 the credential expired'])
    await charge(agreementId, 2_000)
    await captured('20.00')
    expect(await lines(page, 'reconnect')).toHaveLength(1)
    await page.evaluate('readAgain()')
    const amounts = '10.01 10.02 10.03 10.04 10.05 10.06 20.00'
    expect(await lines(page, 'read')).toEqual(['ACTIVE ', `ACTIVE ${amounts}`])
    const changes = await changesInTheLog()
    expect(changes).toHaveLength(7 * ['PROCESSING', 'AUTHORIZED', 'CAPTURED'].length)
    expect(await lines(page, 'change')).toEqual(changes)

    const seen = [await network.text(), await page.content(), await page.evaluate('document.cookie')].join('\n')
    expect(tokens.filter(token => !seen.includes(token))).toEqual([])
    expect(seen.match(/sk_(test|live)\w*/g)).toBeNull()
    expect(network.urls.filter(url => url.includes('ct_'))).toEqual([])
    expect(complaints).toEqual([])
  })
})
