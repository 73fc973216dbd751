import { escapeHtml } from '../web/http.ts'
import { facts } from '../web/page.ts'
import { table } from '../web/table.ts'
import type { ApsAccount } from './account.ts'
import type { Inferences } from './inferences.ts'
import { brandName, TEST_CARDS } from './payments/cards.ts'

/** The text about this simulator on the index page. The credentials in it are valid only in the sandbox. */
export function describeAps(account: ApsAccount, inferences: Inferences): string {
  const code = (text: string | number | boolean) => `<code>${escapeHtml(String(text))}</code>`
  const cards = TEST_CARDS.map(({ number, brand, securityCode, requiresAuthentication }) => [
    code(number),
    brandName(brand),
    code(securityCode),
    requiresAuthentication ? 'the bank asks: 3-D Secure' : 'paid at once',
  ])
  const switches = Object.entries(inferences).map(([name, value]) => [code(name), code(value)])
  return `
    <h2>Amazon Payment Services: ${escapeHtml(account.merchantIdentifier)}</h2>
    <h3>Test cards</h3>
    <p>Any date to come. Any other number of these brands with a valid check digit works too and asks for 3-D Secure. Cards of three digits
    also take the code 123. mada and Meeza pay once, and only while their holder is there.</p>
    ${table({ columns: ['Card', 'Brand', 'Security code', 'Result'], rows: cards })}
    <h3>Calls</h3>
    ${facts([
      ['API', '/aps/FortAPI/paymentApi'],
      ['Card form', '/aps/FortAPI/paymentPage'],
      ['access_code', account.accessCode],
      ['merchant_identifier', account.merchantIdentifier],
      ['Signatures', account.shaType],
      ['Phrase of requests', account.shaRequestPhrase],
      ['Phrase of responses', account.shaResponsePhrase],
    ])}
    <p>The card form takes <code>card_number</code>, <code>expiry_date</code>, <code>card_security_code</code> and
    <code>card_holder_name</code>; at the <code>3ds_url</code> of a payment <code>POST decision=approve|decline</code> does what the
    buttons do.</p>
    <p>Scripted outcomes are <code>approve</code>, the words of the table of amounts, the codes that PPRO has, any code beginning with
    <code>UNPUBLISHED_</code>, and a decline as APS writes it: a message, or a message and an acquirer's code, e.g.
    <code>785</code> or <code>666/51</code>.</p>
    <details><summary>What APS does not publish is decided by switches, set when the sandbox starts</summary>
    ${table({ columns: ['Switch', 'Here'], rows: switches })}</details>`
}
