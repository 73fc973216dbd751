import type { HostedForm } from '../../providers/port/hosted.ts'
import type { Route } from '../exchange.ts'
import type { Ports } from '../ports.ts'
import {
  escapeHtml,
  redirectBrowser,
  respondLinkNotFound,
  respondPage,
  respondPageFailed,
  sourceOf,
} from './browser-page.ts'

const PREFIX = '/authenticate/'
const SCRIPT = "document.getElementById('onward').submit()"
const SCRIPT_SOURCE = sourceOf(SCRIPT)

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
      respondPage(response, 200, {
        title: 'Redirecting to the payment page',
        body: formHtml(form),
        // Only this form, to this provider, and this script.
        allowed: { 'script-src': SCRIPT_SOURCE, 'form-action': new URL(form.action).origin },
      })
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
