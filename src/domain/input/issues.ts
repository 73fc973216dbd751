import { currencyExponent } from '../../base/currency.ts'
import { MAX_MINOR_UNITS, type Money } from '../../base/money.ts'
import { isLongerThan } from '../../base/text/characters.ts'
import { readAddress } from '../../base/text/ip-address.ts'
import { isRecord, type JsonObject } from '../../base/text/json.ts'
import { e164Of, PHONE_LENGTH_MAX } from '../../base/text/phone-number.ts'
import { inAscii } from '../../base/text/url.ts'
import { EARLIEST_DATE, isCalendarDate, LATEST_DATE } from '../../base/time/instant.ts'
import type { InputIssue, InputIssueCode } from './user-error.ts'

const TEXT_MAX = 512
/** Every browser and proxy accepts URLs of this length. */
const URL_MAX = 2048
const KEY_FORM = /^[\x21-\x7e]{1,255}$/
// An unambiguous pattern, because backtracking would take quadratic time.
const EMAIL_FORM = /^[^\s@]+@[^\s@][^\s@.]*\.[^\s@]+$/
const PHONE_EXPECTED =
  'Must be a phone number with digits, spaces and + - . / ( ), e.g. +49 30 123456. Without +, it must be a ' +
  "number of the consumer's country."
const METADATA_ENTRIES_MAX = 50
const METADATA_KEY_MAX = 100
const METADATA_VALUE_MAX = 1024
// Control characters except tab and line ends.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for them
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

type Path = readonly string[]
type Maybe<T> = T | null | undefined

/** Collects all issues of an input with their paths, so that a caller gets all of them at once. */
interface IssueList {
  readonly found: readonly InputIssue[]
  add(path: Path, code: InputIssueCode, message: string): void
  idempotencyKey(value: string): void
  /** An optional text, which must not be empty. Returns false if it has an issue. */
  text(path: Path, value: Maybe<string>, options?: { max?: number }): boolean
  email(path: Path, value: Maybe<string>): void
  ip(path: Path, value: Maybe<string>): void
  /** A URL to which a browser is redirected. */
  url(path: Path, value: Maybe<string>): void
  /** A telephone number, international or in the national format of the country. */
  phone(path: Path, value: Maybe<string>, country: Maybe<string>): void
  country(path: Path, value: Maybe<string>): void
  money(path: Path, value: Maybe<Money>): void
  range(path: Path, value: Maybe<number>, bounds: { min: number; max: number }): void
  /** A calendar date within a range, both ends inclusive, each YYYY-MM-DD. */
  date(path: Path, value: Maybe<string>, range?: { earliest?: string; latest?: string }): void
  metadata(value: unknown): void
}

export function issueList(): IssueList {
  const found: InputIssue[] = []
  const add = (path: Path, code: InputIssueCode, message: string) => void found.push({ path, code, message })
  const text: IssueList['text'] = (path, value, { max = TEXT_MAX } = {}) => {
    if (value === null || value === undefined) return true
    if (isLongerThan(value, max)) add(path, 'TOO_LONG', `Must be at most ${max} characters.`)
    else if (value.trim() === '') add(path, 'FORMAT', 'Must not be empty. Omit the field instead.')
    else if (CONTROLS.test(value)) add(path, 'FORMAT', 'Must not contain control characters.')
    else return true
    return false
  }
  return {
    found,
    add,
    text,
    idempotencyKey: value => {
      if (!KEY_FORM.test(value)) add(['idempotencyKey'], 'FORMAT', 'Must be 1 to 255 visible ASCII characters.')
    },
    email: (path, value) => {
      if (value == null || !text(path, value, { max: 254 })) return
      if (!EMAIL_FORM.test(value)) add(path, 'FORMAT', 'Must be an email address, e.g. name@example.com.')
    },
    phone: (path, value, country) => {
      if (value == null || !text(path, value, { max: PHONE_LENGTH_MAX })) return
      if (e164Of(value, country ?? '') === undefined) add(path, 'FORMAT', PHONE_EXPECTED)
    },
    ip: (path, value) => {
      if (value != null && readAddress(value) === undefined)
        add(
          path,
          'FORMAT',
          'Must be one IPv4 or IPv6 address, e.g. 203.0.113.7. Omit the field if the address is not known.',
        )
    },
    url: (path, value) => {
      // Checked before encoding, which is slow for a long text and rarely shortens it.
      if (value != null && (value.length > URL_MAX || inAscii(value).length > URL_MAX))
        add(path, 'TOO_LONG', `Must be at most ${URL_MAX} characters, including percent-encoding.`)
    },
    country: (path, value) => {
      if (value && !isCountry(value)) add(path, 'UNSUPPORTED', 'Must be an ISO 3166-1 country code, e.g. DE.')
    },
    money: (path, value) => {
      if (!value) return
      if (value.value < 1n || value.value > MAX_MINOR_UNITS)
        add([...path, 'value'], 'RANGE', `Must be from 1 to ${MAX_MINOR_UNITS} minor units.`)
      if (currencyExponent(value.currency) === undefined)
        add([...path, 'currency'], 'UNSUPPORTED', 'Must be an ISO 4217 currency code with a minor unit, e.g. USD.')
    },
    range: (path, value, { min, max }) => {
      if (value === null || value === undefined) return
      if (value < min || value > max) add(path, 'RANGE', `Must be from ${min} to ${max}.`)
    },
    date: (path, value, { earliest = EARLIEST_DATE, latest = LATEST_DATE } = {}) => {
      if (value === null || value === undefined) return
      if (!isCalendarDate(value)) add(path, 'FORMAT', 'Must be a date that exists in the calendar.')
      else if (value < earliest || value > latest) add(path, 'RANGE', `Must be from ${earliest} to ${latest}.`)
    },
    metadata: value => {
      if (value === null || value === undefined) return
      if (!isMetadata(value))
        add(['metadata'], 'FORMAT', `Must be a JSON object with at most ${METADATA_ENTRIES_MAX} string values.`)
      else
        for (const [key, entry] of Object.entries(value))
          if (isLongerThan(key, METADATA_KEY_MAX) || isLongerThan(String(entry), METADATA_VALUE_MAX))
            add(
              ['metadata', key],
              'TOO_LONG',
              `Must have a key of at most ${METADATA_KEY_MAX} characters and a value of at most ${METADATA_VALUE_MAX}.`,
            )
    },
  }
}

/** A JSON object of at most 50 string values. */
function isMetadata(value: unknown): value is JsonObject {
  if (!isRecord(value)) return false
  const entries = Object.values(value)
  return entries.length <= METADATA_ENTRIES_MAX && entries.every(entry => typeof entry === 'string')
}

/**
 * ISO 3166-1 alpha-2: every officially assigned code. A list of our own, because `Intl` knows names but not which codes
 * are assigned.
 */
const ASSIGNED =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC ' +
  'CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD ' +
  'GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH ' +
  'KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW ' +
  'MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC ' +
  'SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY ' +
  'UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'

const countries: ReadonlySet<string> = new Set(ASSIGNED.split(' '))

function isCountry(code: string): boolean {
  return countries.has(code)
}
