import { createHash } from 'node:crypto'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { respond } from '../respond.ts'
import { policyOf } from '../security-headers.ts'

/** In light and dark, for screens from 320 pixels; each color has a contrast of 4.5 or more on its background. */
const STYLE = `
:root { color-scheme: light dark; --text: light-dark(#171b26, #e8ebf2); --accent: light-dark(#14795f, #45b594) }
* { box-sizing: border-box }
body { margin: 0; background: light-dark(#f4f5f8, #0b0e13); color: var(--text); font: 1rem/1.5 system-ui, sans-serif }
main { width: min(100% - 2rem, 30rem); margin: 12vh auto 2rem; padding: 1.75rem; border: 1px solid light-dark(#dfe3ea, #2c3342);
  border-radius: 14px; background: light-dark(#fff, #151923) }
h1 { margin: 0 0 .5rem; font-size: 1.4rem; line-height: 1.25; text-wrap: balance }
main > svg { display: block; width: 40px; height: 40px; margin-bottom: 1rem }
p, ul { margin: 0; padding: 0; list-style: none }
p + form { margin-top: 1.25rem }
li { padding: .7rem 0; border-top: 1px solid light-dark(#dfe3ea, #2c3342) }
li a { font-weight: 600 }
li p { color: light-dark(#4a5263, #b3bac8) }
a { color: var(--accent) }
button { padding: .7rem 1.5rem; border: 0; border-radius: 8px; background: var(--accent); color: light-dark(#fff, #06251c);
  font: inherit; font-weight: 600; cursor: pointer }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`

interface BrowserPage {
  readonly title: string
  /** Before the title. */
  readonly above?: string
  readonly body: string
  /** What the page may do besides its style: sources by their directive in the Content-Security-Policy. */
  readonly allowed?: Readonly<Record<string, string>>
}

/** A source of a Content-Security-Policy: this one inline style or script. */
export function sourceOf(inline: string): string {
  return `'sha256-${createHash('sha256').update(inline).digest('base64')}'`
}

const STYLE_SOURCE = sourceOf(STYLE)

/** A small page for a consumer, without files from this or other hosts. */
export function respondPage(
  response: ServerResponse,
  status: number,
  { title, above = '', body, allowed = {} }: BrowserPage,
  headers: OutgoingHttpHeaders = {},
): void {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<main>
${above}
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</html>
`
  const policy = policyOf({ 'style-src': STYLE_SOURCE, ...allowed })
  respond(response, status, 'text/html; charset=utf-8', page, { 'content-security-policy': policy, ...headers })
}

export function respondLinkNotFound(response: ServerResponse): void {
  respondPage(response, 404, {
    title: 'This link is not valid',
    body: '<p>It may be incomplete. Please go back to the shop you came from and try again.</p>',
  })
}

/** An error page for a consumer during a payment. The link remains valid. */
export function respondPageFailed(response: ServerResponse, status: number, headers: OutgoingHttpHeaders): void {
  const title = 'Something went wrong'
  const body = '<p>Please reload this page in a moment. Nothing is lost.</p>'
  respondPage(response, status, { title, body }, headers)
}

/** Redirects to another page, always by GET. */
export function redirectBrowser(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'content-length': 0 }).end()
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
