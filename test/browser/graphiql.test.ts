import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SANDBOX_KEY, startTestApp, type TestApp } from '../app/support/test-app.ts'
import { launchChromium, skipsBrowserTests } from './support/chromium.ts'

describe.skipIf(skipsBrowserTests(4))('GraphiQL in a browser', () => {
  let app: TestApp
  let browser: Browser
  let page: Page
  const otherHosts: string[] = []
  const complaints: string[] = []
  /** The messages that the page sent over WebSockets. */
  const frames: string[] = []

  /** In a storage of its own, so that no tabs of an earlier page are left. */
  const open = async (query = '') => {
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
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
    await page.locator('.graphiql-query-editor .view-line').getByText('{').first().waitFor()
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
    // By keyboard: tabs are animated and can be dragged, so that a quick click may start a drag.
    await page.locator('.graphiql-tab-button', { hasText: name }).press('Enter')
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
    const id = await createConsumer(app)
    await answered(`"subjectId": "${id}"`)
    expect(await response()).toContain('"type": "consumer.created"')
  })

  test('contacts no other host, and nothing fails in the page', () => {
    expect(otherHosts).toEqual([])
    expect(complaints).toEqual([])
  })
})

async function createConsumer(app: TestApp): Promise<string> {
  const query = `mutation { consumerCreate(input: { idempotencyKey: "browser", country: "DE" }) {
    ... on ConsumerCreatePayload { consumer { id } } } }`
  const response = await fetch(app.graphqlUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { data } = (await response.json()) as { data: { consumerCreate: { consumer: { id: string } } } }
  return data.consumerCreate.consumer.id
}
