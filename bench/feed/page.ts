import type { CDPSession, Page } from 'playwright-core'
import { launchChromium } from '../../test/browser/support/chromium.ts'
import { SANDBOX_KEY } from '../support/gateway.ts'

/** A change as the log and the page's table have it. */
export type Change = readonly [type: string, subjectId: string, version: string]

export interface FeedPage {
  readonly page: Page
  readonly tools: CDPSession
  /** How many different changes the browser has received. */
  received(): number
  /** The rows of the table, newest first. */
  rows(): Promise<readonly Change[]>
  close(): Promise<void>
}

/** Chromium, signed in to the console, on its page "Live". @param url The gateway's, without a slash at the end. */
export async function openFeed(url: string): Promise<FeedPage> {
  const browser = await launchChromium()
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const cursors = new Set<string>()
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => {
      const cursor = /"eventCursor":"([^"]+)"/.exec(payload.toString())?.[1]
      if (cursor !== undefined) cursors.add(cursor)
    }),
  )
  await page.goto(`${url}/console/live`)
  await page.getByLabel('Secret key or client token').fill(SANDBOX_KEY)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Waiting for the next change').waitFor()
  // The list waits while the pointer is on it.
  await page.mouse.move(0, 0)
  const tools = await page.context().newCDPSession(page)
  // In processor time, which other programs on the machine do not change.
  await tools.send('Performance.enable', { timeDomain: 'threadTicks' })
  return {
    page,
    tools,
    received: () => cursors.size,
    rows: () =>
      page.locator('tbody tr').evaluateAll(rows =>
        rows.map((row): Change => {
          const text = (title: string) => row.querySelector(`[data-label="${title}"]`)?.textContent ?? ''
          return [text('Event'), text('Object'), text('Version')]
        }),
      ),
    close: () => browser.close(),
  }
}
