import { createHash } from 'node:crypto'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { respond } from '../respond.ts'
import { policyOf } from '../security-headers.ts'

const STYLE =
  'body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1rem; color: #1b1f24; ' +
  'background: #fff } button { font: inherit; padding: .5rem 1.25rem; border: 0; border-radius: .375rem; color: #fff; ' +
  'background: #1f5fbf } a { color: #1f5fbf } @media (prefers-color-scheme: dark) { body { color: #e6e8eb; ' +
  'background: #15181c } a { color: #8ab4f8 } }'

interface BrowserPage {
  readonly title: string
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
  { title, body, allowed = {} }: BrowserPage,
  headers: OutgoingHttpHeaders = {},
): void {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<h1>${escapeHtml(title)}</h1>
${body}
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
