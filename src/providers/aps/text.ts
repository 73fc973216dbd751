/** What a free text of APS's may hold. */
interface TextRule {
  readonly maxLength: number
  /** Characters that it does not take. */
  readonly refused: RegExp
}

/** PD's table of 2020; newer documents are said to allow 160. */
const orderDescription: TextRule = { maxLength: 150, refused: /[^A-Za-z0-9'/._\-#:$ ]/g }
const customerName: TextRule = { maxLength: 40, refused: /[^A-Za-z0-9_\\/\-.' ]/g }

/** As APS takes it; undefined where nothing is left, since an empty parameter must not be sent. */
export function fitOrderDescription(text: string | null | undefined): string | undefined {
  return fitted(text, orderDescription)
}

export function fitCustomerName(text: string | null | undefined): string | undefined {
  return fitted(text, customerName)
}

/** Accents go, the letter stays; what has no ASCII letter goes altogether: "alphanumeric" is nowhere said to mean more. */
function fitted(text: string | null | undefined, { maxLength, refused }: TextRule): string | undefined {
  const plain = (text ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(refused, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
    .slice(0, maxLength)
    .trim()
  return plain === '' ? undefined : plain
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
