// The consumer's part, played by a browser without scripts. On its own: npx node examples/watch-a-payment/consumer.ts
// URL
import { parseArgs } from 'node:util'

/**
 * The values for the fields, by their names: APS's published test card whose bank asks for authentication, and yes to
 * everything.
 */
const answers: Readonly<Record<string, string>> = {
  card_number: '4557012345678902',
  expiry_date: '12/39',
  card_security_code: '123',
  card_holder_name: 'ADA LOVELACE',
  decision: 'approve',
}
const STEPS_MAX = 12

export interface Page {
  /** Without its query. */
  readonly url: string
  /** What the consumer reads first; the merchant's page is named, and not opened. */
  readonly heading: string
}

/**
 * Every page that a consumer sees on the way from a `requestUrl` to the merchant's page, recognized by the agreementId
 * that the gateway adds to its address. Made for the simulators' pages: programs do not fill in a real card form.
 */
export async function* consumerGoes(
  requestUrl: string,
  typed: Readonly<Record<string, string>> = answers,
): AsyncGenerator<Page> {
  let url = requestUrl
  let init: RequestInit = {}
  for (let step = 0; step < STEPS_MAX; step++) {
    const response = await fetch(url, { ...init, redirect: 'manual' })
    const html = await response.text()
    const location = response.headers.get('location')
    if (location !== null) {
      url = new URL(location, url).href
      init = {}
      if (!new URL(url).searchParams.has('agreementId')) continue
      return yield { url, heading: 'Back at the merchant’s' }
    }
    yield { url: url.split('?')[0] ?? '', heading: /<h1>([^<]*)/.exec(html)?.[1] ?? `${response.status}` }
    const form = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(html)
    if (form === null) throw new Error(`There is no way on from ${url}: ${response.status}`)
    url = new URL(attribute(form[1], 'action') ?? url, url).href
    init = { method: 'POST', body: filledIn(form[2] ?? '', typed) }
  }
  throw new Error(`The way does not end, ${STEPS_MAX} steps from ${requestUrl}`)
}

function filledIn(form: string, typed: Readonly<Record<string, string>>): URLSearchParams {
  const fields = new URLSearchParams()
  for (const [tag] of form.matchAll(/<(input|button)[^>]*>/g)) {
    const name = attribute(tag, 'name')
    if (name !== undefined && !fields.has(name)) fields.set(name, typed[name] ?? attribute(tag, 'value') ?? '')
  }
  return fields
}

function attribute(tag: string | undefined, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`)
    .exec(tag ?? '')?.[1]
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

if (import.meta.main) {
  const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: { card: { type: 'string' }, decline: { type: 'boolean', default: false } },
  })
  const typed = {
    ...answers,
    ...(options.card !== undefined && { card_number: options.card }),
    ...(options.decline && { decision: 'decline' }),
  }
  for await (const { heading, url } of consumerGoes(positionals[0] ?? '', typed))
    console.log(`${heading.padEnd(34)}${url}`)
}
