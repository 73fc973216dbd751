import { domainToASCII } from 'node:url'
import { cutUnits, transliterate } from '../../shared/fit-text.ts'

/** The rule for a free-text field of APS. */
interface TextRule {
  readonly maxLength: number
  /** Characters to remove. */
  readonly refused: RegExp
  /** A text without any of these is left out. */
  readonly needed: RegExp
}

/** The limit in APS's parameter dictionary (PD) of 2020. Newer documents are said to allow 160. */
const orderDescription: TextRule = { maxLength: 150, refused: /[^A-Za-z0-9'/._\-#:$ ]/g, needed: /[A-Za-z0-9]/ }
/**
 * The format "alpha" in APS's parameter dictionary: APS refuses the payment if the name has digits. A word with a digit
 * ("2nd") is removed, because its letters alone are not a name.
 */
const customerName: TextRule = {
  maxLength: 40,
  refused: /\d+(?:st|nd|rd|th)\b|[^A-Za-z_\\/\-.' ]/gi,
  needed: /[A-Za-z]/,
}

/**
 * Converts a text to APS's format. Undefined if nothing is left, because an empty parameter must not be sent. Never
 * refuses.
 */
export function fitOrderDescription(text: string | null | undefined): string | undefined {
  return fitted(text, orderDescription)
}

export function fitCustomerName(text: string | null | undefined): string | undefined {
  return fitted(text, customerName)
}

/**
 * In ASCII, because "alphanumeric" is not defined to include more. It must not end in an underscore, because APS's
 * signature joins it to the next parameter's name: `…acquirer_` before `response_code=` would be another parameter (see
 * shapeProblem).
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

/** Removes a word if only punctuation is left of it. */
function allowed(word: string, refused: RegExp): string {
  const rest = word.replaceAll(refused, '')
  return rest === word || /[A-Za-z0-9]/.test(rest) ? rest : ''
}

/** Converts the domain to ASCII, which is the same address. The part before the `@` has no ASCII form. */
export function fitEmail(email: string): string {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  const ascii = /^[ -~]*$/.test(domain) ? '' : domainToASCII(domain)
  return ascii === '' ? email : `${email.slice(0, -domain.length)}${ascii}`
}

/** APS supports two languages, for pages and messages. */
export function languageOf(locale: string | null): 'en' | 'ar' {
  return locale !== null && /^ar(?![a-z])/i.test(locale) ? 'ar' : 'en'
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** Undoes APS's HTML escaping once, for display only: the signature is over the escaped text. */
export function unescapeHtml(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole
    const codePoint = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole
  })
}
