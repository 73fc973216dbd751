import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'
import { launchChromium, skipsBrowserTests } from './support/chromium.ts'

interface Data {
  agreementCreate: { agreement: { id: string; authenticationMethods: { requestUrl: string }[] } }
  chargeCreate: { charge: { id: string; status: string }; replayed: boolean }
  chargeRefund: { refund: { status: string; amount: { decimal: string } } }
  charge: { id: string; status: string; refundedAmount: { decimal: string } }
  events: { nodes: { type: string; status: string | null }[] }
  scheduleCreate: { schedule: { id: string; nextChargeAt: string; upcoming: string[] }; replayed: boolean }
  sandboxClockAdvance: { clock: { now: string }; occurrencesCharged: number }
  schedule: {
    id: string
    nextChargeAt: string
    upcoming: string[]
    retriesAfter: { retries: string[] }
    occurrences: { totalCount: number; nodes: { index: number; status: string; dueAt: string; charges: object[] }[] }
  }
}

describe.skipIf(skipsBrowserTests(3))('the tour, step by step', () => {
  let perennial: Perennial
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    perennial = await startPerennial()
    browser = await launchChromium()
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    await page.goto(perennial.graphqlUrl)
    await page.locator('.graphiql-query-editor .view-line').getByText('{').first().waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await perennial?.cleanUp()
  })

  const openTab = async (name: string) => {
    await page.locator('.graphiql-tab-button', { hasText: name }).click()
    await page.locator('.graphiql-tab-active', { hasText: name }).waitFor()
  }
  const execute = () => page.locator('.graphiql-execute-button').click()
  const shows = (text: string) =>
    expect
      .poll(async () => (await page.locator('.graphiql-response').innerText()).replaceAll('\u00a0', ' '), {
        timeout: 60_000,
      })
      .toContain(text)

  /** Runs a tab's query or mutation. */
  const run = async (name: string): Promise<Data> => {
    await openTab(name)
    const answered = page.waitForResponse(response => {
      const sent = response.request().postData()
      return sent !== null && JSON.parse(sent).operationName === name
    })
    await execute()
    const { data } = (await (await answered).json()) as { data: Data }
    return data
  }

  /** After the consumer consents at `requestUrl`: watched, charged, half refunded, read. */
  async function stepsAfter(consents: () => Promise<void>) {
    const early = await run('CreateCharge')
    expect(early.chargeCreate).toMatchObject({ code: 'INVALID_STATE', status: 'AUTHENTICATION_PENDING' })
    await shows('"runFirst": "Step 3: the consumer has not approved yet.')
    await openTab('WatchAgreement')
    await execute()
    await page.getByRole('button', { name: /stop/i }).waitFor()
    await consents()
    await shows('"status": "ACTIVE"')
    await execute()
    const { chargeCreate } = await run('CreateCharge')
    expect(chargeCreate).toMatchObject({ replayed: false, charge: { status: 'CAPTURED' } })
    const { chargeRefund } = await run('RefundCharge')
    expect(chargeRefund.refund).toMatchObject({ status: 'SUCCEEDED', amount: { decimal: '4.90' } })
    await openTab('WatchCharge')
    await execute()
    // From the charge's first event on, though the subscription starts only now.
    await shows('"status": "PARTIALLY_REFUNDED"')
    await execute()
    const { charge } = await run('ReadCharge')
    expect(charge).toMatchObject({
      id: chargeCreate.charge.id,
      status: 'PARTIALLY_REFUNDED',
      refundedAmount: { decimal: '4.90' },
    })
    const { events } = await run('ReadLog')
    expect(events.nodes.map(({ type }) => type).slice(0, 2)).toEqual(['agreement.created', 'charge.created'])
    expect(events.nodes.at(-1)?.status).toBe('PARTIALLY_REFUNDED')
  }

  test('with PPRO', async () => {
    await run('CreateConsumer')
    const { agreement } = (await run('CreateAgreement')).agreementCreate
    await stepsAfter(async () => {
      await fetch(String(agreement.authenticationMethods[0]?.requestUrl), {
        method: 'POST',
        body: new URLSearchParams({ decision: 'approve' }),
        redirect: 'manual',
      })
    })
  })

  test('again with a card: the later steps use the newer agreement, under keys of their own', async () => {
    const { agreement } = (await run('CreateCardAgreement')).agreementCreate
    // For a person to look at; the next run overwrites it.
    await shows(agreement.id)
    await page.screenshot({ path: path.join(os.tmpdir(), 'perennial-tour-card.png') })
    await stepsAfter(async () => {
      const consumer = await browser.newPage()
      await consumer.goto(String(agreement.authenticationMethods[0]?.requestUrl))
      await consumer.getByRole('button', { name: '4557 0123 4567 8902' }).click()
      await consumer.getByRole('button', { name: 'Continue' }).click()
      await consumer.getByRole('button', { name: 'Approve' }).click()
      await consumer.waitForURL(`${perennial.url}/graphiql/returned?agreementId=${agreement.id}`)
      await consumer.getByRole('heading', { name: 'Back at the shop' }).waitFor()
      await consumer.close()
    })
  })

  test('a schedule, created now and paid a month later', async () => {
    const { schedule, replayed } = (await run('CreateSchedule')).scheduleCreate
    expect(replayed).toBe(false)
    const planned = (await run('ReadSchedule')).schedule
    expect(planned.upcoming.slice(0, 4)).toEqual(schedule.upcoming)
    expect(planned.upcoming[0]).toBe(schedule.nextChargeAt)
    expect(planned.retriesAfter.retries).toHaveLength(3)
    const { clock, occurrencesCharged } = (await run('AdvanceClock')).sandboxClockAdvance
    expect([occurrencesCharged, clock.now >= schedule.nextChargeAt]).toEqual([1, true])
    await openTab('WatchSchedule')
    await execute()
    await shows('"type": "schedule.occurrence_paid"')
    await execute()
    const { occurrences, nextChargeAt } = (await run('ReadOccurrences')).schedule
    expect(nextChargeAt).toBe(schedule.upcoming[1])
    expect(occurrences.nodes.slice(0, 2)).toMatchObject([
      { status: 'UPCOMING', dueAt: schedule.upcoming[1], charges: [] },
      {
        ...{ status: 'PAID', dueAt: schedule.upcoming[0] },
        charges: [{ status: 'CAPTURED', reason: 'SCHEDULED', capturedAmount: { decimal: '9.90', currency: 'USD' } }],
      },
    ])
    // For a person to look at; the next run overwrites it.
    await page.screenshot({ path: path.join(os.tmpdir(), 'perennial-tour-schedule.png') })
    const again = (await run('AdvanceClock')).sandboxClockAdvance
    expect([again.occurrencesCharged, again.clock.now >= nextChargeAt]).toEqual([1, true])
  })
})
