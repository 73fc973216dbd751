import { domainToASCII } from 'node:url'
import { cutUnits, transliterate } from '../../shared/fit-text.ts'

/** What a free text of APS's may hold. */
interface TextRule {
  readonly maxLength: number
  /** What is left out of it. */
  readonly refused: RegExp
  /** Without any of this there is nothing to say. */
  readonly needed: RegExp
}

/** PD's table of 2020; newer documents are said to allow 160. */
const orderDescription: TextRule = { maxLength: 150, refused: /[^A-Za-z0-9'/._\-#:$ ]/g, needed: /[A-Za-z0-9]/ }
/**
 * "alpha" in the same table: digits make APS refuse the payment. The letters of "2nd" are no name without the digit.
 */
const customerName: TextRule = {
  maxLength: 40,
  refused: /\d+(?:st|nd|rd|th)\b|[^A-Za-z_\\/\-.' ]/gi,
  needed: /[A-Za-z]/,
}

/**
 * As APS takes it; undefined if nothing is left, since an empty parameter must not be sent. Never a reason to refuse.
 */
export function fitOrderDescription(text: string | null | undefined): string | undefined {
  return fitted(text, orderDescription)
}

export function fitCustomerName(text: string | null | undefined): string | undefined {
  return fitted(text, customerName)
}

/**
 * In ASCII: "alphanumeric" is nowhere said to mean more. It does not end in an underscore, since APS's signature joins
 * it to the next parameter's name: `…acquirer_` before `response_code=` reads as another parameter (see shapeProblem).
 */
function fitted(text: string | null | undefined, { maxLength, refused, needed }: TextRule): string | undefined {
  const plain = transliterate(text ?? '')
    .split(/\s+/)
    .map(word => allowed(word, refused))
    .filter(word => word !== '')
    .join(' ')
  const fits = cutUnits(plain, maxLength).replace(/[ _]+$/, '')
  return needed.test(fits) ? fits : undefined
}

/** Punctuation that is all that was left of a word is left out with it. */
function allowed(word: string, refused: RegExp): string {
  const rest = word.replaceAll(refused, '')
  return rest === word || /[A-Za-z0-9]/.test(rest) ? rest : ''
}

/** A domain's other letters have a form in ASCII, which is the same address. What comes before the `@` has none. */
export function fitEmail(email: string): string {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  const ascii = /^[ -~]*$/.test(domain) ? '' : domainToASCII(domain)
  return ascii === '' ? email : `${email.slice(0, -domain.length)}${ascii}`
}

/** APS knows two languages. Of its pages and of its messages: where no consumer reads them, they are for operators. */
export function languageOf(locale: string | null): 'en' | 'ar' {
  return locale !== null && /^ar(?![a-z])/i.test(locale) ? 'ar' : 'en'
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** APS escapes free text as for HTML, and signs it escaped: undone for people's eyes only, once. */
export function unescapeHtml(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole
    const codePoint = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole
  })
}
