import type { Page, Request, Response } from 'playwright-core'

/** Everything that a page's browser sent and received, as a person reads it in the browser's network log. */
export function recordNetwork(page: Page) {
  const entries: string[] = []
  const urls: string[] = []
  const framesReceived: string[] = []
  let unread: Promise<void>[] = []
  const keep = (work: Promise<void>) => void unread.push(work)
  page.on('request', request => {
    urls.push(request.url())
    entries.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`)
    keep(headersOf(request, entries))
  })
  page.on('response', response => keep(contentOf(response, entries)))
  page.on('websocket', socket => {
    urls.push(socket.url())
    socket.on('framesent', ({ payload }) => entries.push(`> ${payload}`))
    socket.on('framereceived', ({ payload }) => {
      framesReceived.push(String(payload))
      entries.push(`< ${payload}`)
    })
  })
  return {
    urls,
    framesReceived,
    async text(): Promise<string> {
      while (unread.length > 0) {
        const reading = unread
        unread = []
        await Promise.all(reading)
      }
      return entries.join('\n')
    },
  }
}

async function headersOf(request: Request, entries: string[]): Promise<void> {
  entries.push(JSON.stringify(await request.allHeaders()))
}

async function contentOf(response: Response, entries: string[]): Promise<void> {
  entries.push(JSON.stringify(await response.allHeaders()))
  // The answer to a CORS preflight has no body that could be read.
  if (response.request().method() !== 'OPTIONS') entries.push(await response.text())
}
