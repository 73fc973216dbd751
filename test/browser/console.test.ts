import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { startReceiver } from '../operations/webhook-endpoint/support.ts'
import { full } from '../support/full.ts'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'
import { seriousProblems } from './support/axe.ts'
import { launchChromium, skipsBrowserTests } from './support/chromium.ts'
import { type ConsoleData, makeConsoleData } from './support/console-data.ts'
import { type Misdeeds, openWatchedPage } from './support/watched-page.ts'

describe.skipIf(skipsBrowserTests(13))('the console, in a browser', () => {
  let perennial: Perennial
  let browser: Browser
  let page: Page
  let data: ConsoleData
  let misdeeds: Misdeeds

  beforeAll(async () => {
    perennial = await startPerennial()
    data = await makeConsoleData(perennial.graphqlUrl, perennial.sandboxUrl)
    browser = await launchChromium()
    const opened = await openWatchedPage(browser, perennial.url)
    page = opened.page
    misdeeds = opened.misdeeds
  })
  afterAll(async () => {
    await browser?.close()
    await perennial?.cleanUp()
  })

  const visit = (path: string) => page.goto(`${perennial.url}/console${path}`)
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
  const rows = () => page.locator('tbody tr')
  /** What the provider believes about a charge. */
  const ledgerOf = async ({ amount }: { amount: { value: string } }) => {
    const response = await fetch(`${perennial.sandboxUrl}/control/ledger`)
    const { charges } = (await response.json()) as { charges: { amount: number; refunded: number }[] }
    return charges.filter(charge => charge.amount === Number(amount.value))
  }

  test('without a session, the address leads to the sign-in and back', async () => {
    await visit('/charges?status=FAILED')
    await heading('Sign in to Perennial').waitFor()
    // The only requests that fail here: the session does not exist yet.
    misdeeds.complaints.length = 0
    await page.getByLabel('Secret key or client token').fill('sk_test_wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('not valid').waitFor()
    misdeeds.complaints.length = 0
    await page.getByLabel('Secret key or client token').fill('sk_test_sandbox')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await heading('Charges').waitFor()
    expect(new URL(page.url()).search).toBe('?status=FAILED')
    expect(await page.evaluate(() => document.cookie + JSON.stringify(localStorage))).not.toContain('sk_test')
  })

  test('a filter is in the address, and a row leads to its charge', async () => {
    await expect.poll(() => rows().count()).toBe(3)
    await page.getByRole('button', { name: /Status/ }).click()
    await page.getByRole('option', { name: 'Failed' }).click()
    await page.getByRole('option', { name: 'Partially captured' }).click()
    await page.getByRole('listbox').press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
    await expect.poll(() => new URL(page.url()).searchParams.get('status')).toBe('PARTIALLY_CAPTURED')
    await expect.poll(() => rows().count()).toBe(1)
    await rows().first().click()
    await heading('$80.00').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/console/charges/${data.authorized.id}`)
    expect(await page.locator('.money-key').innerText()).toMatch(/Captured\s+\$30.00.*\s+Authorized\s+\$50.00/)
    await page.goBack()
    await expect.poll(() => rows().count()).toBe(1)
  })

  test('a refund whose response is lost is sent again under its key: the provider refunds once', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('order-7001')
    await page.keyboard.press('Enter')
    await heading('$42.50').waitFor()
    await page.getByText('Charge of $42.50 USD recorded').waitFor()
    await page.getByRole('button', { name: 'Refund', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Amount in USD').fill('50')
    await dialog.getByRole('button', { name: 'Refund' }).click()
    await dialog.getByText('At most $42.50 is available.').waitFor()
    await dialog.getByLabel('Amount in USD').fill('12.5')
    let lost = 0
    await page.route('**/graphql', async (route, request) => {
      if (!request.postData()?.includes('ConsoleRefund')) return route.continue()
      lost += 1
      await route.fetch()
      await route.abort()
    })
    await dialog.getByRole('button', { name: 'Refund' }).click()
    await dialog.getByText('The outcome of this request is not known yet.').waitFor()
    await page.unroute('**/graphql')
    // Also after the page was loaded again, and whatever one would like to change.
    misdeeds.complaints.length = 0
    await page.reload()
    await page.getByRole('button', { name: 'Refund', exact: true }).click()
    expect(await dialog.getByLabel('Amount in USD').getAttribute('readonly')).not.toBeNull()
    expect(await dialog.getByLabel('Amount in USD').inputValue()).toBe('12.50')
    await dialog.getByRole('button', { name: 'Send again' }).click()
    await page.getByText('The refund was sent').waitFor()
    await page.getByText('Partially refunded').first().waitFor()
    expect(lost).toBeGreaterThan(0)
    expect(await ledgerOf(data.captured)).toMatchObject([{ refunded: 1250 }])
  })

  test('the overview answers its questions, each also as a table', async () => {
    await visit('/?range=90d')
    await heading('Overview').waitFor()
    for (const question of ['Which methods succeed?', 'Why are charges declined?', 'What do retries recover?'])
      await page.getByRole('heading', { name: question }).waitFor()
    await page.getByRole('button', { name: 'Show as a table: Why are charges declined?' }).click()
    const table = page.getByRole('table', { name: 'Why are charges declined?' })
    expect(await table.locator('tbody tr').allInnerTexts()).toEqual(['INSUFFICIENT_FUNDS\tPPRO\tSoft decline\t3'])
    await page.getByRole('region', { name: 'Unknown' }).or(page.getByText('Unknown outcomes now')).first().waitFor()
  })

  test('the live feed shows a change, and waits while the pointer is on it', async () => {
    await visit('/live')
    await page.getByText('Waiting for the next change').waitFor()
    await makeConsumer('feed-1')
    await expect.poll(() => rows().count()).toBe(1)
    await rows().first().hover()
    await page.getByText('Paused').waitFor()
    await makeConsumer('feed-2')
    await page.getByText('Paused, 1 change waiting').waitFor()
    expect(await rows().count()).toBe(1)
    await heading('Live').hover()
    await expect.poll(() => rows().count()).toBe(2)
  })

  test('a schedule is paused, and its page follows without a reload', async () => {
    await visit(`/schedules/${data.scheduleId}`)
    await page.getByText('If the next payment is declined with').waitFor()
    expect(await page.locator('.day-marked.tone-good').count()).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('dialog').getByLabel('Reason').fill('On holiday')
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Resume' }).waitFor()
  })

  test('the sandbox tools script a decline and move the clock', async () => {
    await visit('/sandbox')
    await page.getByLabel('Outcomes').fill('INSUFFICIENT_FUNDS, approve')
    await page.getByRole('button', { name: 'Set the outcomes' }).click()
    await page.getByText('2 outcomes set').waitFor()
    await page.getByLabel('Outcomes').fill('NO_SUCH_OUTCOME')
    await page.getByRole('button', { name: 'Set the outcomes' }).click()
    await page.getByText('is not an outcome of a charge').waitFor()
    misdeeds.complaints.length = 0
    const before = await gatewayTime()
    await page.getByRole('button', { name: '1 hour' }).click()
    await page.getByText(/^It is .*charged/).waitFor()
    expect((await gatewayTime()) - before).toBeGreaterThan(3_500_000)
  })

  test('a webhook endpoint is added and tested; its secret is shown once, and each delivery with its tries', async () => {
    const receiver = await startReceiver()
    try {
      await visit('/webhooks')
      await page.getByRole('button', { name: 'Add an endpoint' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Address').fill('https://10.0.0.1/hooks')
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
      await dialog.getByText('Must be an address on the public internet.').waitFor()
      await dialog.getByLabel('Address').fill(receiver.url)
      await dialog.getByLabel('Description').fill('Shop')
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
      const secret = page.getByText(/^whsec_/)
      await secret.waitFor()
      await page.getByRole('link', { name: receiver.url }).click()
      await heading('Shop').waitFor()
      expect(await secret.count()).toBe(0)
      await page.getByRole('button', { name: 'Test' }).click()
      await dialog.getByRole('button', { name: 'Send' }).click()
      await page.getByText('The endpoint took the test message').waitFor()
      await makeConsumer('hook-1')
      await expect.poll(() => receiver.received.map(({ body }) => JSON.parse(body).type)).toContain('consumer.created')
      await expect
        .poll(async () => {
          await page.reload()
          await heading('Shop').waitFor()
          return rows().filter({ hasText: 'consumer.created' }).filter({ hasText: 'Succeeded' }).count()
        })
        .toBe(1)
      await page.getByText('1 try, HTTP 204').first().click()
      await page.getByRole('button', { name: 'New secret' }).click()
      await dialog.getByRole('button', { name: 'Make it' }).click()
      await secret.waitFor()
      await page.getByRole('button', { name: 'Delete' }).click()
      await dialog.getByRole('button', { name: 'Delete' }).click()
      await heading('Webhooks').waitFor()
      await expect.poll(() => rows().count()).toBe(1)
    } finally {
      await receiver.close()
    }
  })

  test('what is unknown for an hour needs attention, until an operator resolves it', async () => {
    await visit('/attention')
    await page.getByRole('heading', { name: 'Outcomes unknown for more than an hour' }).waitFor()
    await page.getByRole('link', { name: 'Needs attention 1' }).waitFor()
    expect(await seriousProblems(page)).toEqual([])
    await rows().first().click()
    await heading('AED 25.00').waitFor()
    await page.getByRole('button', { name: 'Resolve the authorization of AED' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('It failed: no money moved').check()
    await dialog.getByLabel('How you found out').fill('Not in the dashboard of APS')
    await dialog.getByRole('button', { name: 'Record the outcome' }).click()
    await page.locator('.page-head').getByText('Failed').waitFor()
    await page.getByRole('link', { name: 'Needs attention', exact: true }).waitFor()
  })

  test('a consumer is erased only after the end of the id was typed', async () => {
    await visit(`/consumers/${data.consumerId}`)
    await page.getByRole('button', { name: 'Erase' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^Type/).fill('wrong')
    await dialog.getByRole('button', { name: 'Erase forever' }).click()
    await dialog.getByText(/to confirm/).waitFor()
    expect(await nameOf(data.consumerId)).toBe('Ada Lovelace')
    await dialog.getByLabel(/^Type/).fill(data.consumerId.slice(-6))
    await dialog.getByRole('button', { name: 'Erase forever' }).click()
    await heading('Erased consumer').waitFor()
    expect(await nameOf(data.consumerId)).toBeNull()
  })

  test('axe finds nothing serious on any page, in light or dark, and 390 pixels are enough', async () => {
    const all = [
      ...['/', '/live', '/attention', '/charges', '/agreements', '/schedules', '/consumers', '/provider-events'],
      ...[
        '/events',
        '/webhooks',
        `/webhooks/${data.webhookEndpointId}`,
        '/sandbox',
        '/search?q=order-7001',
        `/charges/${data.unknown.id}`,
        `/charges/${data.declined.id}`,
      ],
      ...[`/agreements/${data.agreementId}`, `/schedules/${data.scheduleId}`, `/consumers/${data.consumerId}`],
    ]
    const paths = full ? all : all.filter((_, index) => index % 3 === 0)
    const found: Record<string, unknown> = {}
    for (const [index, path] of paths.entries()) {
      await page.emulateMedia({ colorScheme: 'light' })
      await visit(path)
      await page.locator('h1').waitFor()
      const schemes = ['light', 'dark'] as const
      for (const colorScheme of full ? schemes : schemes.slice(index % 2, (index % 2) + 1)) {
        await page.emulateMedia({ colorScheme })
        for (const finding of await seriousProblems(page)) found[`${path} ${colorScheme} ${finding}`] = true
      }
      await page.setViewportSize({ width: 390, height: 844 })
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (tooWide > 0) found[`${path} is ${tooWide} pixels too wide`] = true
      await page.setViewportSize({ width: 1440, height: 900 })
    }
    expect(found).toEqual({})
  })

  test('a client token opens its charge and nothing else', async () => {
    const { clientTokenCreate } = await ask<{ clientTokenCreate: { token: string } }>(
      'mutation Token($input: ClientTokenCreateInput!) { clientTokenCreate(input: $input) { ... on ClientTokenCreatePayload { token } } }',
      { input: { chargeId: data.declined.id } },
    )
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Secret key or client token').fill(clientTokenCreate.token)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await heading('$3,000.02').waitFor()
    expect(await page.getByRole('button', { name: /Refund|Sync|Capture/ }).count()).toBe(0)
    expect(await page.getByRole('link', { name: 'Overview' }).count()).toBe(0)
    await visit(`/charges/${data.captured.id}`)
    await page.getByText('There is nothing at this address').waitFor()
  })

  test('no page contacts another host or breaks its policy', () => {
    expect(misdeeds).toEqual({ otherHosts: [], complaints: [] })
  })

  /** With the sandbox's key, beside the page. */
  async function ask<Result>(query: string, variables: object = {}): Promise<Result> {
    const client = createClient({ url: perennial.graphqlUrl, authorization: 'sk_test_sandbox' })
    const result = await client.request<Result>(query, { ...variables })
    await client.close()
    return result
  }

  async function gatewayTime(): Promise<number> {
    const { clock } = await ask<{ clock: { now: string } }>('{ clock { now } }')
    return Date.parse(clock.now)
  }

  const makeConsumer = (reference: string) =>
    ask('mutation Make($input: ConsumerCreateInput!) { consumerCreate(input: $input) { __typename } }', {
      input: { idempotencyKey: reference, country: 'DE', reference },
    })

  async function nameOf(id: string): Promise<string | null> {
    const query = 'query Name($id: ID!) { consumer(id: $id) { name } }'
    return (await ask<{ consumer: { name: string | null } }>(query, { id })).consumer.name
  }
})
