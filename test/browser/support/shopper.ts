import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { cards } from '../../support/world/consumer.ts'

export type Method = 'Amazon Pay' | 'Card'
export type Shopper = Awaited<ReturnType<typeof createShopper>>

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')

/** A consumer at the shop of the checkout example, in a browser context of their own. */
export async function createShopper(browser: Browser, shopUrl: string) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  // Only a failing test waits so long.
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  const recorded = record(page)
  const sees = (heading: string) => page.getByRole('heading', { name: heading }).waitFor()
  const seesProvider = (method: Method) => sees(method === 'Card' ? 'Your card' : 'Authorize with')

  return {
    page,
    recorded,
    sees,
    seesProvider,
    open: (variant: string) => page.goto(shopUrl + variant),
    /** Submits the form and returns the address of the provider's page. */
    async pay(method: Method): Promise<string> {
      await page.getByLabel('Name').fill('Ada Lovelace')
      await page.getByLabel('Email').fill('ada@example.com')
      await page.getByLabel(method).check()
      await page.getByRole('button', { name: 'Pay $18.00' }).dblclick()
      await seesProvider(method)
      return page.url()
    },
    /** On the provider's page. */
    async decides(method: Method, decision: 'Approve' | 'Decline') {
      if (method === 'Card') {
        await page.getByLabel('Card number').fill(cards.visaAsked.card_number)
        await page.getByLabel('Expiry date').fill('12/30')
        await page.getByLabel('Security code').fill('123')
        await page.getByLabel('Name on the card').fill('ADA LOVELACE')
        await page.getByRole('button', { name: 'Continue' }).click()
      }
      await page.getByRole('button', { name: decision }).click()
    },
    /** What the page, its storage and its network traffic contain. */
    async holds(): Promise<string> {
      const storage = JSON.stringify(await context.storageState())
      return [await page.content(), storage, ...(await recorded.texts())].join('\n')
    },
    /** What axe finds, in light and dark, wide and narrow. The pictures are for a person; the next run overwrites them. */
    async seriousProblems(name: string): Promise<string[]> {
      const found: string[] = []
      for (const colorScheme of ['light', 'dark'] as const)
        for (const width of [1440, 390]) {
          await page.emulateMedia({ colorScheme })
          await page.setViewportSize({ width, height: 900 })
          const file = path.join(os.tmpdir(), `perennial-checkout-${name}-${colorScheme}-${width}.png`)
          await page.screenshot({ path: file, fullPage: true })
          found.push(...(await seriousOn(page)))
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
        }
      return found
    },
    /** A value that a reload would lose. */
    mark: () => page.evaluate('globalThis.loadedOnce = true'),
    isSameLoad: () => page.evaluate('globalThis.loadedOnce === true'),
  }
}

async function seriousOn(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const problems = await page.evaluate<{ id: string; impact: string }[]>(
    'axe.run().then(({ violations }) => violations.map(({ id, impact }) => ({ id, impact })))',
  )
  return problems.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
}

/** What a page sends, receives and contacts, and its errors. */
function record(page: Page) {
  const hosts = new Set<string>()
  const complaints: string[] = []
  const traffic: Promise<string>[] = []
  const paths: string[] = []
  page.on('request', request => {
    const { host, pathname } = new URL(request.url())
    // The consumer's way leads to other hosts; the page itself contacts them or not.
    if (!request.isNavigationRequest()) hosts.add(host)
    paths.push(pathname)
    traffic.push(
      request.allHeaders().then(headers => `${request.url()} ${JSON.stringify(headers)} ${request.postData()}`),
    )
  })
  page.on('response', response => {
    const isStream = response.headers()['content-type'] === 'text/event-stream'
    if (!isStream) traffic.push(response.text().catch(() => '')) // a redirect has no text
  })
  page.on('websocket', socket => {
    hosts.add(new URL(socket.url()).host)
    const keep = ({ payload }: { payload: string | Buffer }) => void traffic.push(Promise.resolve(String(payload)))
    socket.on('framesent', keep)
    socket.on('framereceived', keep)
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return {
    hosts,
    complaints,
    count: (wanted: string) => paths.filter(path => path === wanted).length,
    texts: () => Promise.all(traffic),
  }
}
