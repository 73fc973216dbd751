import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  AgreementCreateDocument,
  AgreementDocument,
  type Client,
  ConsumerCreateDocument,
  createClient,
  EventLoggedDocument,
} from '../../src/client/index.ts'
import { full } from '../support/full.ts'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'
import { until } from '../support/until.ts'
import { cards } from '../support/world/consumer.ts'
import { seriousProblems } from './support/axe.ts'
import { launchChromium, skipsBrowserTests } from './support/chromium.ts'

describe.skipIf(skipsBrowserTests(full ? 6 : 5))('a consumer’s card, in a browser', () => {
  let perennial: Perennial
  let client: Client
  let browser: Browser
  let shop: Server
  let shopUrl: string
  beforeAll(async () => {
    perennial = await startPerennial()
    client = createClient({ url: perennial.graphqlUrl, authorization: 'sk_test_sandbox' })
    browser = await launchChromium()
    shop = createServer((_, response) => void response.end('Thank you'))
    await new Promise<void>(resolve => shop.listen(0, '127.0.0.1', resolve))
    shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/done`
  })
  afterAll(async () => {
    await browser?.close()
    shop?.close()
    await client?.close()
    await perennial?.cleanUp()
  })

  const card = {
    country: 'AE',
    consent: { provider: 'APS', paymentMethod: 'CARD', initialCharge: { amount: { value: '1999', currency: 'AED' } } },
  } as const
  const wallet = { country: 'US', consent: { provider: 'PPRO', paymentMethod: 'AMAZON_PAY' } } as const

  async function givenAgreement({ country, consent }: typeof card | typeof wallet = card) {
    const { consumerCreate } = await client.request(ConsumerCreateDocument, {
      input: { idempotencyKey: randomUUID(), country, name: 'Ada Lovelace', email: 'ada@example.com' },
    })
    if (consumerCreate?.__typename !== 'ConsumerCreatePayload') throw new Error(consumerCreate?.message)
    const { agreementCreate } = await client.request(AgreementCreateDocument, {
      input: {
        idempotencyKey: randomUUID(),
        consumerId: consumerCreate.consumer.id,
        returnUrl: shopUrl,
        ...consent,
      },
    })
    if (agreementCreate?.__typename !== 'AgreementCreatePayload') throw new Error(agreementCreate?.message)
    return agreementCreate
  }

  const addressOf = ({ agreement }: Awaited<ReturnType<typeof givenAgreement>>) =>
    String(agreement.authenticationMethods[0]?.requestUrl)

  /** A page that records its requests to other hosts and its console errors. */
  async function visit(url: string, options: BrowserContextOptions = {}) {
    const page = await browser.newPage({ viewport: { width: 900, height: 700 }, ...options })
    const otherHosts: string[] = []
    const complaints: string[] = []
    const ours = new Set([new URL(perennial.url).host, new URL(perennial.sandboxUrl).host, new URL(shopUrl).host])
    page.on('request', request => {
      if (!ours.has(new URL(request.url()).host)) otherHosts.push(request.url())
    })
    page.on('pageerror', error => complaints.push(error.message))
    page.on('console', message => {
      // Browsers request an icon automatically.
      if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
        complaints.push(message.text())
    })
    await page.goto(url)
    return { page, otherHosts, complaints }
  }

  const enterCard = async (page: Page, card: { card_number: string; card_security_code: string }) => {
    await page.getByLabel('Card number').fill(card.card_number)
    await page.getByLabel('Expiry date').fill('12/30')
    await page.getByLabel('Security code').fill(card.card_security_code)
    await page.getByLabel('Name on the card').fill('ADA LOVELACE')
  }
  // For a person to look at; the next run overwrites them.
  const picture = (page: Page, name: string) =>
    page.screenshot({ path: path.join(os.tmpdir(), `perennial-card-${name}.png`) })

  test('card form, 3-D Secure, back at the shop; a subscriber sees ACTIVE and CAPTURED', async () => {
    const { agreement, eventCursor } = await givenAgreement()
    const seen: { subjectType: string | null; status: string }[] = []
    const watcher = createClient({ url: perennial.graphqlUrl, authorization: 'sk_test_sandbox' })
    const watching = (async () => {
      for await (const { subjectType, status } of watcher.watch(EventLoggedDocument, {
        filter: { agreementId: agreement.id },
        after: eventCursor,
      }))
        if (status) seen.push({ subjectType, status })
    })()
    const { page, otherHosts, complaints } = await visit(String(agreement.authenticationMethods[0]?.requestUrl))
    await page.getByRole('heading', { name: 'Your card' }).waitFor()
    await picture(page, 'form')
    await enterCard(page, cards.visaAsked)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Confirm your payment' }).waitFor()
    await picture(page, '3ds')
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.waitForURL(`${shopUrl}?agreementId=${agreement.id}`)
    await until('ACTIVE and CAPTURED', () =>
      ['ACTIVE', 'CAPTURED'].every(wanted => seen.some(({ status }) => status === wanted)),
    )
    await watcher.close()
    await watching
    const of = (type: string) => seen.filter(({ subjectType }) => subjectType === type).map(({ status }) => status)
    expect(of('Agreement')).toEqual(['ACTIVE'])
    expect(of('Charge')).toEqual([
      'AUTHENTICATION_PENDING',
      'PROCESSING',
      'AUTHENTICATION_PENDING',
      'AUTHORIZED',
      'CAPTURED',
    ])
    expect([otherHosts, complaints]).toEqual([[], []])
    await page.close()
  })

  test('the link opened again redirects to the consumer’s next page: the bank, then the shop', async () => {
    const { agreement } = await givenAgreement()
    const requestUrl = String(agreement.authenticationMethods[0]?.requestUrl)
    const { page } = await visit(requestUrl)
    await enterCard(page, cards.visaAsked)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Confirm your payment' }).waitFor()
    await page.goto(requestUrl)
    await page.getByRole('heading', { name: 'Confirm your payment' }).waitFor()
    await page.getByRole('button', { name: 'Decline' }).click()
    await page.waitForURL(`${shopUrl}?agreementId=${agreement.id}`)
    await page.goto(requestUrl)
    await page.waitForURL(`${shopUrl}?agreementId=${agreement.id}`)
    expect(await page.content()).toContain('Thank you')
    await page.close()
  })

  test('without scripts a button submits the form', async () => {
    const { agreement } = await givenAgreement()
    const { page, complaints } = await visit(String(agreement.authenticationMethods[0]?.requestUrl), {
      javaScriptEnabled: false,
    })
    await picture(page, 'onward')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Your card' }).waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  test('a wrong digit and a wrong code are asked for again; a test card is filled in by a click; without scripts', async () => {
    const { agreement } = await givenAgreement()
    const { page } = await visit(String(agreement.authenticationMethods[0]?.requestUrl), { javaScriptEnabled: false })
    await page.getByRole('button', { name: 'Continue' }).click()
    await enterCard(page, { card_number: '4557012345678903', card_security_code: '123' })
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('This is not the number of a card.').waitFor()
    const number = page.getByLabel('Card number')
    expect([await number.getAttribute('aria-invalid'), await number.evaluate(isFocused)]).toEqual(['true', true])
    expect(await page.getByLabel('Expiry date').inputValue()).toBe('12/30')
    await enterCard(page, { ...cards.visaAsked, card_security_code: '999' })
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('Use 123.').waitFor()
    expect(await page.getByLabel('Security code').getAttribute('aria-invalid')).toBe('true')
    await picture(page, 'asked-again')
    await page.getByRole('button', { name: '4557 0123 4567 8902' }).click()
    expect(await number.inputValue()).toBe('4557 0123 4567 8902')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('19.99 AED').waitFor()
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.waitForURL(`${shopUrl}?agreementId=${agreement.id}`)
    const paid = await client.request(AgreementDocument, { id: agreement.id })
    expect(paid.agreement?.status).toBe('ACTIVE')
    await page.close()
  })

  const looks = [
    ['dark', 390],
    ['light', 1440],
  ] as const
  test.each(full ? looks : looks.slice(0, 1))(
    'every page is accessible and fits, %s and %i wide',
    async (colorScheme, width) => {
      const look = { colorScheme, viewport: { width, height: 800 }, bypassCSP: true }
      const { page } = await visit(`${perennial.url}/authenticate/nothing`, look)
      const looksGood = async (heading: string) => {
        await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
        expect([heading, await seriousProblems(page)]).toEqual([heading, []])
        expect([heading, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([heading, width])
      }
      await looksGood('This link is not valid')
      await page.goto(addressOf(await givenAgreement()))
      await looksGood('Your card')
      await enterCard(page, { card_number: '4557012345678903', card_security_code: '1' })
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByText('Please correct what is marked.').waitFor()
      await looksGood('Your card')
      await enterCard(page, cards.visaAsked)
      await page.getByRole('button', { name: 'Continue' }).click()
      await looksGood('Confirm your payment')
      await page.goto(perennial.sandboxUrl)
      await looksGood('Perennial sandbox')
      await page.getByRole('link', { name: 'The ledger' }).click()
      await looksGood('The ledger')
      await page.goto(addressOf(await givenAgreement(wallet)))
      await looksGood('Authorize with Amazon Pay')
      await page.close()
    },
  )
})

function isFocused(element: { ownerDocument: { activeElement: unknown } }): boolean {
  return element.ownerDocument.activeElement === element
}
