import { escapeHtml } from '../web/http.ts'
import type { ApsAccount } from './account.ts'
import type { Inferences } from './inferences.ts'
import { MAGIC_AMOUNTS } from './outcomes.ts'
import { TEST_CARDS } from './payments/cards.ts'

/** The text about this simulator on the index page. The credentials in it are valid only in the sandbox. */
export function describeAps(account: ApsAccount, inferences: Inferences): string {
  const code = (text: string | number | boolean) => `<code>${escapeHtml(String(text))}</code>`
  const row = (...cells: string[]) => `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>`
  const cards = TEST_CARDS.map(({ number, brand, requiresAuthentication }) =>
    row(code(number), brand, requiresAuthentication ? '3-D Secure' : 'no 3-D Secure'),
  )
  const amounts = MAGIC_AMOUNTS.map(({ value, outcome, operations }) =>
    row(code(value), code(outcome), operations.join(', ')),
  )
  const switches = Object.entries(inferences).map(([name, value]) => row(code(name), code(value)))
  return `
    <h2>Amazon Payment Services</h2>
    <p>API at <code>/aps/FortAPI/paymentApi</code>, card form at <code>/aps/FortAPI/paymentPage</code>, with
    <code>access_code</code> ${code(account.accessCode)}, <code>merchant_identifier</code>
    ${code(account.merchantIdentifier)}, ${account.shaType} and the phrases ${code(account.shaRequestPhrase)} (requests)
    and ${code(account.shaResponsePhrase)} (responses). The card form takes <code>card_number</code>,
    <code>expiry_date</code>, <code>card_security_code</code> and <code>card_holder_name</code>; at the
    <code>3ds_url</code> of a payment <code>POST decision=approve|decline</code> does what the buttons do.</p>
    <p>Cards: these, with any date to come and a security code of three digits (American Express four), and any other
    number of these brands with a valid check digit, which asks for 3-D Secure. mada and Meeza pay once, and only while
    their holder is there.</p>
    <table><tr><th>Card</th><th>Brand</th><th></th></tr>${cards.join('')}</table>
    <p>Without a magic amount or a scripted outcome everything is approved. Scripted outcomes are <code>approve</code>,
    the words of this table, the codes that PPRO has, any code beginning with <code>UNPUBLISHED_</code>, and a decline as
    APS writes it: a message, or a message and an acquirer's code, e.g. <code>785</code> or <code>666/51</code>.</p>
    <table><tr><th>Amount</th><th>Outcome</th><th>Operations</th></tr>${amounts.join('')}</table>
    <p>What APS does not publish is decided by these switches, set when the sandbox starts:</p>
    <table><tr><th>Switch</th><th>Here</th></tr>${switches.join('')}</table>`
}
