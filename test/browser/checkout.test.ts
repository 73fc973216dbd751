import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { full } from '../support/full.ts'
import { reservePort } from '../support/programs/ports.ts'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'
import { until } from '../support/until.ts'
import { walk } from '../support/world/consumer.ts'
import { firstOfStream, killGateway, nextLastEventId, type Shop, startShop } from './support/checkout-shop.ts'
import { launchChromium, skipsBrowserTests } from './support/chromium.ts'
import { createShopper, type Method, type Shopper } from './support/shopper.ts'

const KEY = 'sk_test_only_the_backend_may_hold_this'

/** The sample pays, and is declined, with one method in each variant. */
const firstMethods = (variant: string): readonly Method[] =>
  full ? ['Amazon Pay', 'Card'] : [variant === '/' ? 'Card' : 'Amazon Pay']

describe.skipIf(skipsBrowserTests(full ? 15 : 11))('the checkout example', () => {
  let perennial: Perennial
  let shop: Shop
  let browser: Browser
  let shopper: Shopper
  let earlier: ReadonlySet<string>
  beforeAll(async () => {
    perennial = await startPerennial({ env: { SANDBOX_API_KEY: KEY } })
    shop = await startShop(perennial, KEY)
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await shop?.stop()
    await perennial?.cleanUp()
  })
  beforeEach(async () => {
    shopper = await createShopper(browser, shop.url)
    earlier = new Set((await ledger()).map(({ id }) => id))
  })
  afterEach(async () => {
    const held = await shopper.holds()
    expect(held).toContain('Northlight')
    expect([held.includes('sk_test'), shop.output().includes('sk_test')]).toEqual([false, false])
    for (const context of browser.contexts()) await context.close()
  })

  interface Charge {
    readonly id: string
    readonly status: string
    readonly captured: number
  }
  const ledger = async () =>
    ((await (await fetch(`${perennial.sandboxUrl}/control/ledger`)).json()) as { charges: Charge[] }).charges
  /** What the provider took for this test's order. */
  const taken = async () =>
    (await ledger()).filter(({ id }) => !earlier.has(id)).map(({ status, captured }) => [status, captured])

  async function gql(query: string): Promise<unknown> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` }
    const response = await fetch(perennial.graphqlUrl, { method: 'POST', headers, body: JSON.stringify({ query }) })
    return (await response.json()).data
  }
  /** The consumer approves in another browser, which never returns to the shop. */
  const approvesElsewhere = (providerPage: string) =>
    walk(providerPage, { until: url => url.startsWith(perennial.url) })

  describe.each([
    ['/', 'with a client token'],
    ['/stream', 'through the backend'],
  ])('%s, %s', variant => {
    test.each(firstMethods(variant))('%s: left, come back to, reloaded, approved, paid', async method => {
      const isLooked = variant === '/' && method === 'Card'
      await shopper.open(variant)
      if (isLooked) expect(await shopper.seriousProblems('form')).toEqual([])
      await shopper.pay(method)
      // The consumer leaves the provider's page, and comes back to the shop later.
      await shopper.open(variant)
      await shopper.sees('One step left')
      if (isLooked) expect(await shopper.seriousProblems('approve')).toEqual([])
      await shopper.page.reload()
      await shopper.sees('One step left')
      await shopper.page.getByRole('link', { name: 'Continue to payment' }).click()
      await shopper.decides(method, 'Approve')
      await shopper.sees('Thank you, it’s on its way')
      await shopper.page.waitForURL(shop.url + variant)
      await shopper.page
        .getByText(`You paid $18.00 with ${method === 'Card' ? 'VISA ending in 8902' : 'Amazon Pay'}.`)
        .waitFor()
      if (isLooked) expect(await shopper.seriousProblems('paid')).toEqual([])
      expect(await taken()).toEqual([['CAPTURED', 1_800]])
      const hosts = variant === '/' ? [shop.url, perennial.url] : [shop.url]
      expect([...shopper.recorded.hosts].sort()).toEqual(hosts.map(url => new URL(url).host).sort())
      expect(shopper.recorded.complaints).toEqual([])
      await shopper.page.getByRole('link', { name: 'Order another box' }).click()
      await shopper.page.getByRole('button', { name: 'Pay $18.00' }).waitFor()
    })

    test.each(firstMethods(variant).map(first => [first, first === 'Card' ? 'Amazon Pay' : 'Card'] as const))(
      '%s declined, then %s: charged once',
      async (first, second) => {
        await shopper.open(variant)
        await shopper.pay(first)
        await shopper.decides(first, 'Decline')
        await shopper.page.getByRole('alert').getByText('You were not charged.').waitFor()
        if (variant === '/' && first === 'Card') expect(await shopper.seriousProblems('failed')).toEqual([])
        expect(await shopper.page.getByLabel('Email').inputValue()).toBe('ada@example.com')
        await shopper.pay(second)
        await shopper.decides(second, 'Approve')
        await shopper.sees('Thank you, it’s on its way')
        expect((await taken()).filter(([status]) => status !== 'FAILED')).toEqual([['CAPTURED', 1_800]])
      },
    )
  })

  test('the gateway restarts: both variants go on without a reload, and a page that opens meanwhile shows its order', async () => {
    const variants = ['/', '/stream', '/'] as const
    const shoppers = await Promise.all(variants.map(() => createShopper(browser, shop.url)))
    const providerPages = []
    for (const [index, each] of shoppers.entries()) {
      await each.open(variants[index] ?? '/')
      providerPages.push(await each.pay('Amazon Pay'))
      await each.open(variants[index] ?? '/')
      await each.sees('One step left')
      await each.mark()
    }
    const [first, second, third] = shoppers
    const lost = first?.page.getByText('Connecting again').waitFor()
    await killGateway(perennial)
    await third?.open('/')
    await lost
    await third?.sees('One step left')
    await first?.page.getByText('This page updates').waitFor()
    await Promise.all(providerPages.map(approvesElsewhere))
    await Promise.all(shoppers.map(each => each.sees('Thank you, it’s on its way')))
    expect(await taken()).toEqual(variants.map(() => ['CAPTURED', 1_800]))
    expect([await first?.isSameLoad(), await second?.isSameLoad()]).toEqual([true, true])
    await shopper.open('/')
  })

  test('without the gateway, the page says that it asks again', async () => {
    const away = await startShop({ graphqlUrl: `http://localhost:${await reservePort()}/graphql` }, KEY)
    await shopper.page.goto(away.url) // gets its cookie
    const response = await shopper.page.goto(away.url)
    await shopper.sees('One moment')
    expect(away.output()).toContain('fetch failed')
    expect([response?.status(), response?.headers()['refresh']]).toEqual([503, '3'])
    await away.stop()
  })

  test('by keyboard, and many clicks at once with different values: one agreement, charged once', async () => {
    const { page } = shopper
    await shopper.open('/')
    const orderId = (await page.context().cookies()).find(({ name }) => name === 'order')?.value
    const click = (method: string) =>
      page.evaluate(
        body => fetch('/pay', { method: 'POST', body }).then(answer => answer.json()),
        JSON.stringify({ name: 'Ada', email: 'ada@example.com', method, path: '/' }),
      )
    const answers = await Promise.all(['AMAZON_PAY', 'CARD', 'AMAZON_PAY', 'CARD', 'CARD'].map(click))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    for (const keys of ['Tab', 'A', 'Tab', 'a@b.example', 'Tab', 'Tab', 'Enter'])
      await (keys === 'Tab' || keys === 'Enter' ? page.keyboard.press(keys) : page.keyboard.type(keys))
    const method = answers[0].paymentMethod === 'CARD' ? 'Card' : 'Amazon Pay'
    await shopper.seesProvider(method)
    await shopper.decides(method, 'Approve')
    await shopper.sees('Thank you, it’s on its way')
    expect(await taken()).toEqual([['CAPTURED', 1_800]])
    expect(await gql(`{ agreements(filter: { reference: "${orderId}" }) { nodes { id } } }`)).toEqual({
      agreements: { nodes: [{ id: answers[0].id }] },
    })
  })

  test('agreed, but the first charge declined: that agreement is ended before the next one', async () => {
    await fetch(`${perennial.sandboxUrl}/control/outcomes`, {
      method: 'POST',
      body: JSON.stringify({ provider: 'PPRO', operation: 'charge', outcomes: ['INSUFFICIENT_FUNDS'] }),
    })
    await shopper.open('/')
    await shopper.pay('Amazon Pay')
    await shopper.decides('Amazon Pay', 'Approve')
    await shopper.page.getByRole('alert').getByText('There is not enough money').waitFor()
    await shopper.pay('Card')
    await shopper.decides('Card', 'Approve')
    await shopper.sees('Thank you, it’s on its way')
    expect(await taken()).toEqual([
      ['FAILED', 0],
      ['CAPTURED', 1_800],
    ])
    expect(await gql('{ agreements(first: 2) { nodes { status } } }')).toEqual({
      agreements: { nodes: [{ status: 'ACTIVE' }, { status: 'REVOKED_BY_MERCHANT' }] },
    })
  })

  test('a client token that expired is replaced through the backend, without a reload', async () => {
    await shopper.open('/')
    const providerPage = await shopper.pay('Amazon Pay')
    await shopper.open('/')
    await shopper.sees('One step left')
    await until('the first token', () => shopper.recorded.count('/token') === 1)
    await shopper.mark()
    const to = new Date(
      Date.parse(((await gql('{ clock { now } }')) as { clock: { now: string } }).clock.now) + 660_000,
    )
    await gql(`mutation { sandboxClockAdvance(input: { to: "${to.toISOString()}" }) { __typename } }`)
    await until('another token', () => shopper.recorded.count('/token') > 1)
    await approvesElsewhere(providerPage)
    await shopper.sees('Thank you, it’s on its way')
    expect([await shopper.isSameLoad(), await taken()]).toEqual([true, [['CAPTURED', 1_800]]])
  })

  test('a stream without Last-Event-ID begins with the order, one with it begins after it, one with a refused id begins again', async () => {
    await shopper.open('/stream')
    await shopper.pay('Amazon Pay')
    await shopper.open('/stream')
    const { name, value } = (await shopper.page.context().cookies())[0] ?? {}
    const firstMessage = (lastId?: string) =>
      firstOfStream(`${shop.url}/changes`, { cookie: `${name}=${value}`, ...(lastId && { 'last-event-id': lastId }) })
    const before = await firstMessage()
    expect(before.id).toBe(before.order.eventCursor)
    await shopper.page.getByRole('link', { name: 'Continue to payment' }).click()
    await shopper.decides('Amazon Pay', 'Approve')
    await shopper.sees('Thank you, it’s on its way')
    // The first event after the one that was seen, and not the order as it is now.
    const resumed = await firstMessage(before.id)
    expect(resumed.id).not.toBe(resumed.order.eventCursor)
    const refused = await firstMessage('no cursor')
    expect([refused.id, refused.order.initialCharge.status]).toEqual([refused.order.eventCursor, 'CAPTURED'])
  })

  test('a lost stream resumes after its last event id, when the backend is back', async () => {
    await shopper.open('/stream')
    const providerPage = await shopper.pay('Amazon Pay')
    await shopper.open('/stream')
    await shopper.sees('One step left')
    await shopper.mark()
    // The first event was sent together with the headers.
    await shopper.page.locator('body[data-connection=live]').waitFor()
    await shop.stop()
    await shopper.page.getByText('Connecting again').waitFor()
    await approvesElsewhere(providerPage)
    const port = Number(new URL(shop.url).port)
    expect(await nextLastEventId(port)).toMatch(/^[\w-]{20,}$/)
    shop = await startShop(perennial, KEY, port)
    await shopper.sees('Thank you, it’s on its way')
    expect([await shopper.isSameLoad(), await taken()]).toEqual([true, [['CAPTURED', 1_800]]])
  })
})
