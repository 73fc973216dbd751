import { createHash } from 'node:crypto'
import type { HostedForm } from '../../providers/port/hosted.ts'
import type { Route } from '../exchange.ts'
import type { Ports } from '../ports.ts'
import { escapeHtml, redirectBrowser, respondLinkNotFound, respondPage, respondPageFailed } from './browser-page.ts'

const PREFIX = '/authenticate/'
const SCRIPT = "document.getElementById('onward').submit()"
const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64')

/** The gateway's page before the provider's page. It posts the browser on at once and never sees card data. */
export function authenticationStartRoute(startAuthentication: Ports['startAuthentication']): Route {
  return {
    name: 'authentication_start',
    path: PREFIX,
    methods: ['GET', 'HEAD'],
    respondFailure: respondPageFailed,
    async handle({ response, path }) {
      const token = path.slice(PREFIX.length)
      const onward = token === '' ? undefined : await startAuthentication(token)
      if (onward === undefined) return respondLinkNotFound(response)
      if ('redirectTo' in onward) return redirectBrowser(response, onward.redirectTo)
      const { form } = onward
      respondPage(
        response,
        200,
        { title: 'Redirecting to the payment page', body: formHtml(form) },
        { 'content-security-policy': policyFor(form) },
      )
    },
  }
}

function formHtml({ action, fields }: HostedForm): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return `<p>You are being redirected to the page where you enter your card.</p>
<form id="onward" method="post" action="${escapeHtml(action)}">
${inputs.join('\n')}
<button>Continue</button>
</form>
<script>${SCRIPT}</script>`
}

/** Allows only this form, to this provider, and this script; no other page can frame it. */
function policyFor({ action }: HostedForm): string {
  const { origin } = new URL(action)
  return (
    `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_HASH}'; form-action ${origin}; ` +
    `base-uri 'none'; frame-ancestors 'none'`
  )
}
