import { builder } from '../builder.ts'
import { textScalar } from './form.ts'

builder.scalarType(
  'CurrencyCode',
  textScalar('CurrencyCode', 'three capital letters, e.g. USD', text => /^[A-Z]{3}$/.test(text), {
    description:
      'An ISO 4217 alphabetic currency code, e.g. USD. An unknown code in a valid format returns InvalidInput.',
    specifiedByURL: 'https://www.iso.org/iso-4217-currency-codes.html',
  }),
)

builder.scalarType(
  'CountryCode',
  textScalar('CountryCode', 'two capital letters, e.g. DE', text => /^[A-Z]{2}$/.test(text), {
    description: 'An ISO 3166-1 alpha-2 country code, e.g. DE. An unknown code in a valid format returns InvalidInput.',
    specifiedByURL: 'https://www.iso.org/iso-3166-country-codes.html',
  }),
)

builder.scalarType(
  'URL',
  textScalar('URL', 'an absolute http or https URL without user name and backslashes', isWebAddress, {
    description: 'An absolute http or https URL, without user name, password and backslashes.',
    specifiedByURL: 'https://url.spec.whatwg.org/',
  }),
)

builder.scalarType(
  'EventCursor',
  // The event log checks whether the cursor is valid: CURSOR_INVALID or CURSOR_EXPIRED.
  textScalar('EventCursor', 'a string', () => true, {
    description:
      'An opaque position in the event log. Do not compare cursors. A cursor survives restarts and is safe to ' +
      'store. Every argument of this type accepts the cursor of an object, a payload, an event or a page of events.',
  }),
)

function isWebAddress(text: string): boolean {
  // The parser would silently remove white space and accept "http:example.com". If a URL contains a backslash or user
  // information, programs disagree about which part is the host, so a list of allowed origins would not protect all of
  // them.
  return /^https?:\/\/[^\s/?#@]+([/?#]|$)/i.test(text) && !/[\s\\]/.test(text) && URL.canParse(text)
}
