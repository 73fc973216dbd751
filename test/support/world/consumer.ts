/** APS's published test cards: one that is accepted at once, one whose bank asks for authentication. */
export const cards = {
  visa: { card_number: '4005550000000001', card_security_code: '123' },
  visaAsked: { card_number: '4557012345678902', card_security_code: '123' },
  mastercard: { card_number: '5123456789012346', card_security_code: '123' },
  mastercardAsked: { card_number: '5313581000123430', card_security_code: '123' },
} as const
export interface Card {
  readonly card_number: string
  readonly card_security_code: string
}

export interface Consumer {
  readonly card?: Card
  /** On the page that asks: the provider's or the bank's. */
  readonly decision?: 'approve' | 'decline'
  /** How a page is fetched; redirects are not followed. Absent: over HTTP. */
  readonly open?: (url: string, init: RequestInit) => Promise<Response>
  /** Where the flow ends; absent: at the merchant's page. */
  readonly until?: (url: string) => boolean
}

export interface Walk {
  /** The last page. */
  readonly end: string
  /** Every address on the way, the first one included, without its query. */
  readonly pages: readonly string[]
}

const STEPS_MAX = 12

/**
 * Goes through a consumer's pages like a browser without scripts: follows redirects, submits forms, enters a card,
 * presses the button of the decision, until a page of the merchant (shop.example).
 */
export async function walk(requestUrl: string, consumer: Consumer = {}): Promise<Walk> {
  const open = consumer.open ?? ((url, init) => fetch(url, init))
  const ended = consumer.until ?? (url => new URL(url).hostname === 'shop.example')
  const pages: string[] = []
  let next: { url: string; init: RequestInit } = { url: requestUrl, init: {} }
  for (let step = 0; step < STEPS_MAX; step++) {
    if (ended(next.url)) return { end: next.url, pages }
    pages.push(next.url.split('?')[0] ?? '')
    const response = await open(next.url, { redirect: 'manual', ...next.init })
    const location = response.headers.get('location')
    next =
      location === null
        ? submit(next.url, await response.text(), response.status, consumer)
        : { url: new URL(location, next.url).href, init: {} }
  }
  throw new Error(`the way does not end: ${pages.join(' → ')}`)
}

/** The fields that a page's form posts once its consumer has filled it in. */
function submit(url: string, html: string, status: number, { card = cards.visa, decision = 'approve' }: Consumer) {
  const form = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(html)
  if (form === null) throw new Error(`no way on from ${url}: ${status} ${html}`)
  const action = attribute(form[1] ?? '', 'action') ?? url
  const fields = new URLSearchParams()
  for (const [tag] of (form[2] ?? '').matchAll(/<input[^>]*>/g)) {
    const value = attribute(tag, 'value')
    const name = attribute(tag, 'name')
    if (name !== undefined && value !== undefined) fields.append(name, value)
  }
  if (html.includes('name="card_number"')) {
    for (const [name, value] of Object.entries(card)) fields.append(name, value)
    fields.append('expiry_date', '12/30')
    fields.append('card_holder_name', 'Ada Canary')
  } else if (html.includes('name="decision"')) fields.append('decision', decision)
  return { url: new URL(action, url).href, init: { method: 'POST', body: fields } }
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`)
    .exec(tag)?.[1]
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
