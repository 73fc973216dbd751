import { type Answer, escapeHtml, redirectAnswer, scriptedHtmlAnswer } from '../../web/http.ts'
import { page } from '../../web/page.ts'
import type { Values } from '../api/validation.ts'

const SUBMIT = 'document.forms[0].submit()'

/**
 * Sends the browser back with these fields: in the query, after the parameters that the URL already has, or as a form.
 */
export function returnAnswer(method: 'GET' | 'POST', returnUrl: string, signed: Values): Answer {
  if (method === 'POST') return formAnswer(returnUrl, signed)
  const url = new URL(returnUrl)
  for (const [name, value] of Object.entries(signed)) url.searchParams.append(name, value)
  return redirectAnswer(url.href)
}

/** A form that submits itself, with a button in case scripts are off. */
function formAnswer(returnUrl: string, signed: Values): Answer {
  const body = `
    <div class="sheet">
      <h1>Back to the merchant</h1>
      <form method="post" action="${escapeHtml(returnUrl)}">${hiddenInputs(signed)}
        <div class="buttons"><button>Continue</button></div>
      </form>
    </div>
    <script>${SUBMIT}</script>`
  return scriptedHtmlAnswer(200, page('APS simulator: back to the merchant', body), SUBMIT)
}

export function hiddenInputs(fields: Values): string {
  return Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('')
}
