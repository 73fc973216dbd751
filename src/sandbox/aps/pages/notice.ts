import { type Answer, escapeHtml, htmlAnswer } from '../../web/http.ts'
import { page } from '../../web/page.ts'

/** A page with one message for the customer. */
export function notice(status: number, text: string): Answer {
  return htmlAnswer(status, page('APS simulator', `<div class="sheet"><h1>${escapeHtml(text)}</h1></div>`))
}
