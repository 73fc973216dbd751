import type { Browser, Page } from 'playwright-core'

/** What a page must not do: contact other hosts, throw, log errors. A blocked resource is logged as an error. */
export interface Misdeeds {
  readonly otherHosts: string[]
  readonly complaints: string[]
}

/** A page of a browser that was never here, and what it did wrong so far. @param url Of the only host it may contact. */
export async function openWatchedPage(browser: Browser, url: string): Promise<{ page: Page; misdeeds: Misdeeds }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const misdeeds: Misdeeds = { otherHosts: [], complaints: [] }
  const { host } = new URL(url)
  const check = (address: string) => {
    if (new URL(address).host !== host) misdeeds.otherHosts.push(address)
  }
  page.on('request', request => check(request.url()))
  page.on('websocket', socket => check(socket.url()))
  page.on('pageerror', error => misdeeds.complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') misdeeds.complaints.push(message.text())
  })
  return { page, misdeeds }
}
