import os from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SANDBOX_KEY, startTestApp, type TestApp } from '../app/support/test-app.ts'
import { seriousProblems } from './support/axe.ts'
import { launchChromium, skipsBrowserTests } from './support/chromium.ts'

describe.skipIf(skipsBrowserTests(8))('GraphiQL in a browser', () => {
  let app: TestApp
  let browser: Browser
  let page: Page
  const otherHosts: string[] = []
  const complaints: string[] = []
  /** The messages that the page sent over WebSockets. */
  const frames: string[] = []

  /** In a storage of its own, so that no tabs of an earlier page are left. */
  const open = async (query = '', options: BrowserContextOptions = {}) => {
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, bypassCSP: true, ...options })
    const host = new URL(app.url).host
    page.on('request', request => {
      const url = new URL(request.url())
      if (url.host !== host && url.protocol !== 'data:' && url.protocol !== 'blob:') otherHosts.push(url.href)
    })
    page.on('websocket', socket => {
      if (new URL(socket.url()).host !== host) otherHosts.push(socket.url())
      socket.on('framesent', ({ payload }) => frames.push(String(payload)))
    })
    page.on('pageerror', error => complaints.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await page.goto(app.graphqlUrl + query)
    await page.locator('.graphiql-query-editor .view-line').getByText(/[#{]/).first().waitFor()
  }

  beforeAll(async () => {
    app = await startTestApp()
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await app?.cleanUp()
  })

  const openTab = async (name: string) => {
    await page.locator('.graphiql-tab-button', { hasText: name }).click()
    await page.locator('.graphiql-tab-active', { hasText: name }).waitFor()
  }
  const execute = () => page.locator('.graphiql-execute-button').click()
  // Monaco renders spaces as no-break spaces.
  const response = async () => (await page.locator('.graphiql-response').innerText()).replaceAll('\u00a0', ' ')
  const answered = (text: string) => expect.poll(response).toContain(text)

  test('runs a query with the sandbox’s key, which is filled in', async () => {
    await open()
    await execute()
    await answered('"merchantName": "Sandbox"')
    // For a person to look at; the next run overwrites it.
    await page.screenshot({ path: path.join(os.tmpdir(), 'perennial-graphiql.png') })
  })

  test('numbers the tabs, shows all of them at once, and the variables', async () => {
    const tabs = page.locator('.graphiql-tab-button')
    const steps = await tabs.evaluateAll(buttons => buttons.map(button => button.dataset['step']))
    expect(steps).toEqual([undefined, '1', '2a', '2b', ...Array.from({ length: 11 }, (_, index) => `${index + 3}`)])
    for (const tab of await tabs.all()) expect(await isInView(tab)).toBe(true)
    expect(await page.locator('section[aria-label=Variables]').isVisible()).toBe(true)
  })

  test('has no serious problem of accessibility', async () => {
    expect(await seriousProblems(page)).toEqual([])
  })

  test('a step that is run too early sends nothing and names the steps to run first', async () => {
    const sent: string[] = []
    page.on('request', request => void (request.method() === 'POST' && sent.push(request.url())))
    await openTab('CreateCharge')
    await execute()
    await answered('"notSent"')
    expect((await response()).replaceAll(/\s+/g, ' ')).toContain(
      'agr_latest, in Variables, is not known yet. Run step 1 (CreateConsumer), then step 2a (CreateAgreement) or 2b ' +
        '(CreateCardAgreement) first.',
    )
    expect(sent).toEqual([])
  })

  test('runs the tour’s mutation with its variables', async () => {
    await openTab('CreateConsumer')
    await execute()
    await answered('"name": "Ada Lovelace"')
    const { rows } = await app.database.pool.query('SELECT count(*)::int AS count FROM consumers')
    expect(rows).toEqual([{ count: 1 }])
  })

  test('runs a subscription over WebSocket, with the key from its headers', async () => {
    const query = 'subscription Everything { events { type actor subjectId } }'
    await open(`?${new URLSearchParams({ query })}`)
    await execute()
    const init = { type: 'connection_init', payload: { authorization: `Bearer ${SANDBOX_KEY}` } }
    await expect.poll(() => frames[0]).toBe(JSON.stringify(init))
    await expect
      .poll(async () => (await fetch(`${app.url}/metrics`)).text())
      .toContain('perennial_subscriptions_open 1')
    const ids = [await createConsumer(app, 'first'), await createConsumer(app, 'second')]
    await answered('"events": 2')
    // All of them, the newest first.
    const shown = [...(await response()).matchAll(/"subjectId": "(\w+)"/g)].map(([, id]) => id)
    expect(shown).toEqual(ids.toReversed())
    expect(await response()).toContain('"type": "consumer.created"')
    await page.getByRole('button', { name: /stop/i }).click()
    await expect
      .poll(async () => (await fetch(`${app.url}/metrics`)).text())
      .toContain('perennial_subscriptions_open 0')
  })

  test('keeps its tabs when it is reloaded, and on a small screen each can be reached', async () => {
    await open('', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    await openTab('ReadLog')
    // GraphiQL stores its tabs half a second after a change.
    await page.waitForFunction(() => sessionStorage.getItem('graphiql:tabState')?.includes('"activeTabIndex":9'))
    await page.reload()
    await page.locator('.graphiql-tab-active', { hasText: 'ReadLog' }).waitFor()
    expect(await page.locator('.graphiql-tab').count()).toBe(15)
    const last = page.locator('.graphiql-tab-button', { hasText: 'ReadOccurrences' })
    expect(await isInView(last)).toBe(false)
    await openTab('ReadOccurrences')
    await expect.poll(() => isInView(last)).toBe(true)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    expect(await seriousProblems(page)).toEqual([])
  })

  test('contacts no other host, and nothing fails in the page', () => {
    expect(otherHosts).toEqual([])
    expect(complaints).toEqual([])
  })
})

/** Whether all of its width is on the screen. */
function isInView(element: Locator): Promise<boolean> {
  return element.evaluate(shown => {
    const { left, right } = shown.getBoundingClientRect()
    return left >= 0 && right <= innerWidth
  })
}

async function createConsumer(app: TestApp, key: string): Promise<string> {
  const query = `mutation { consumerCreate(input: { idempotencyKey: "${key}", country: "DE" }) {
    ... on ConsumerCreatePayload { consumer { id } } } }`
  const response = await fetch(app.graphqlUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { data } = (await response.json()) as { data: { consumerCreate: { consumer: { id: string } } } }
  return data.consumerCreate.consumer.id
}
