import { randomBytes } from 'node:crypto'
import type { Exchange } from '../exchange.ts'
import { respond } from '../respond.ts'
import { policyOf } from '../security-headers.ts'
import { ICON_URL, LOGO } from './logo.ts'
import { type Tab, type Tour, tourOf } from './tour.ts'

/** The options for the page's script, browser/browser.js. */
interface PageOptions {
  readonly tabs: readonly Tab[]
  /** JSON of the headers that a new tab starts with. */
  readonly headers: string
  readonly persistHeaders: boolean
  readonly logo: string
  readonly tour?: Omit<Tour, 'tabs'>
}

// Everything comes from this host; React and Monaco use inline styles.
const CONTENT_SECURITY_POLICY = policyOf({
  'script-src': "'self'",
  'worker-src': "'self' blob:",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'font-src': "'self' data:",
  'connect-src': "'self'",
})

/**
 * GraphiQL, served completely from this host. It opens without a key. With a sandbox key, its headers contain the key
 * and its tabs a guided tour. Outside sandbox mode, a key that is typed in is not stored by the browser.
 */
export function graphiqlPage({ sandboxKey }: { sandboxKey: string | undefined }) {
  return async ({ response }: Exchange): Promise<void> => {
    const headers = JSON.stringify({ Authorization: `Bearer ${sandboxKey ?? ''}` }, null, 2)
    const { tabs, ...tour } = sandboxKey === undefined ? { tabs: [firstTab] } : tourOf(randomBytes(3).toString('hex'))
    const options: PageOptions = {
      tabs: tabs.map(tab => ({ ...tab, headers })),
      headers,
      persistHeaders: sandboxKey !== undefined,
      logo: LOGO,
      ...('steps' in tour && { tour }),
    }
    respond(response, 200, 'text/html; charset=utf-8', html(options), {
      'content-security-policy': CONTENT_SECURITY_POLICY,
    })
  }
}

const firstTab: Tab = {
  query:
    '# Put your key into Headers below.\nquery Welcome {\n  viewer {\n    merchantName\n    mode\n    scopes\n  }\n}\n',
}

function html(options: PageOptions): string {
  // A "<" in a string could end the script element.
  const json = JSON.stringify(options).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Perennial GraphiQL</title>
<link rel="icon" href="${ICON_URL}">
<link rel="stylesheet" href="/graphiql/graphiql.css">
<link rel="stylesheet" href="/graphiql/browser.css">
</head>
<body class="no-focus-outline">
<noscript>GraphiQL needs JavaScript.</noscript>
<main>
<h1>Perennial GraphiQL</h1>
<div id="root"></div>
</main>
<script type="application/json" id="options">${json}</script>
<script type="module" src="/graphiql/environment.js"></script>
<script src="/graphiql/graphiql.js" defer></script>
<script type="module" src="/graphiql/browser.js"></script>
</body>
</html>
`
}
