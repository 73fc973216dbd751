// npm run screenshots: pictures of each page of the console and of the other pages that people meet, light and dark, wide and
// narrow, in build/screenshots. They are for people to look at after a change. With names (`npm run screenshots -- charges docs`),
// only those pages.
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import {
  AgreementCreateDocument,
  type Client,
  ConsumerCreateDocument,
  createClient,
  payloadOf,
} from '../src/client/index.ts'
import { startShop } from '../test/browser/support/checkout-shop.ts'
import { launchChromium } from '../test/browser/support/chromium.ts'
import { type ConsoleData, makeConsoleData } from '../test/browser/support/console-data.ts'
import { startPerennial } from '../test/support/programs/processes.ts'
import { webConsole } from './build/console.ts'
import { docs } from './build/docs.ts'
import { buildPart, project } from './build/part.ts'

type Pages = Readonly<Record<string, string>>

const KEY = 'sk_test_sandbox'
const folder = path.join(project, 'build', 'screenshots')
const widths = [1440, 390]
const schemes = ['light', 'dark'] as const

const consolePages = (data: ConsoleData): Pages => ({
  overview: '/?range=90d',
  attention: '/attention',
  live: '/live',
  charges: '/charges',
  captured: `/charges/${data.captured.id}`,
  authorized: `/charges/${data.authorized.id}`,
  declined: `/charges/${data.declined.id}`,
  unknown: `/charges/${data.unknown.id}`,
  agreements: '/agreements',
  agreement: `/agreements/${data.agreementId}`,
  schedules: '/schedules',
  schedule: `/schedules/${data.scheduleId}`,
  consumers: '/consumers',
  consumer: `/consumers/${data.consumerId}`,
  'provider-events': '/provider-events',
  events: '/events',
  webhooks: '/webhooks',
  webhook: `/webhooks/${data.webhookEndpointId}`,
  search: '/search?q=subscription-31',
  sandbox: '/sandbox',
  nothing: '/charges/chg_00000000000000000000000000',
})

/** Those for which nobody signs in, with their whole addresses. */
const otherPages = (url: string, sandboxUrl: string, shopUrl: string): Pages => ({
  start: url,
  graphiql: `${url}/graphql`,
  docs: `${url}/docs/`,
  'docs-page': `${url}/docs/first-charge`,
  'docs-tables': `${url}/docs/console`,
  simulators: sandboxUrl,
  shop: shopUrl,
})

/** The first page of a consumer who is asked to agree. */
async function consumersPage(client: Client, consumerId: string, of: 'PPRO' | 'APS'): Promise<string> {
  const { agreementCreate } = await client.request(AgreementCreateDocument, {
    input: {
      consumerId,
      provider: of,
      paymentMethod: of === 'APS' ? 'CARD' : 'AMAZON_PAY',
      returnUrl: 'https://shop.example/back',
      initialCharge: { amount: { value: '1250', currency: of === 'APS' ? 'AED' : 'USD' } },
    },
  })
  return String(payloadOf(agreementCreate).agreement.authenticationMethods[0]?.requestUrl)
}

/** An outcome that is unknown for an hour needs attention. */
async function passAnHour(client: Client): Promise<void> {
  const { clock } = await client.request<{ clock: { now: string } }>('{ clock { now } }', {})
  await client.request(
    'mutation Later($input: SandboxClockAdvanceInput!) { sandboxClockAdvance(input: $input) { __typename } }',
    { input: { to: new Date(Date.parse(clock.now) + 61 * 60_000).toISOString() } },
  )
}

/** What the live page shows are changes since it was opened. */
async function makeChanges(client: Client, page: Page): Promise<void> {
  await page.getByText('Waiting for the next change').waitFor()
  await page.mouse.move(0, 0)
  for (let change = 0; change < 5; change++)
    await client.request(ConsumerCreateDocument, { input: { country: 'DE', reference: randomUUID().slice(0, 8) } })
  await page.locator('tbody tr').nth(4).waitFor()
}

async function takePictures(
  browser: Browser,
  url: string,
  client: Client,
  inside: Pages,
  outside: Pages,
): Promise<void> {
  for (const scheme of schemes)
    for (const width of widths) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme })
      const page = await context.newPage()
      const picture = (name: string) =>
        page.screenshot({ path: path.join(folder, `${name}-${width}-${scheme}.png`), fullPage: true })
      for (const [name, where] of Object.entries(outside)) {
        await page.goto(where)
        await page.waitForLoadState('networkidle')
        await picture(name)
      }
      await page.goto(`${url}/sign-in`)
      await page.getByRole('button', { name: 'Sign in' }).waitFor()
      await picture('sign-in')
      await page.getByRole('button', { name: 'Sign in' }).click()
      for (const [name, where] of Object.entries(inside)) {
        await page.locator('h1').first().waitFor()
        await page.goto(url + where)
        await page.locator('.main h1').first().waitFor()
        await page.waitForLoadState('networkidle')
        if (name === 'live') await makeChanges(client, page)
        await picture(name)
      }
      await context.close()
    }
}

await buildPart(webConsole)
await buildPart(docs)
await mkdir(folder, { recursive: true })
const perennial = await startPerennial()
const client = createClient({ url: perennial.graphqlUrl, authorization: KEY, timeoutMs: 170_000 })
const shop = await startShop(perennial, KEY)
try {
  const { url, sandboxUrl } = perennial
  const data = await makeConsoleData(perennial.graphqlUrl, sandboxUrl)
  await passAnHour(client)
  // Their links are valid for a while.
  const consumers = {
    'consumer-ppro': await consumersPage(client, data.consumerId, 'PPRO'),
    'consumer-card': await consumersPage(client, data.consumerId, 'APS'),
  }
  const named = process.argv.slice(2)
  const chosen = (pages: Pages): Pages =>
    Object.fromEntries(Object.entries(pages).filter(([name]) => named.length === 0 || named.includes(name)))
  const browser = await launchChromium()
  const outside = { ...otherPages(url, sandboxUrl, shop.url), ...consumers }
  await takePictures(browser, `${url}/console`, client, chosen(consolePages(data)), chosen(outside))
  await browser.close()
} finally {
  await client.close()
  await shop.stop()
  await perennial.cleanUp()
}
console.log(`screenshots in ${path.relative(process.cwd(), folder)}`)
