import { builder } from '../builder.ts'
import { textScalar } from './form.ts'

builder.scalarType(
  'CurrencyCode',
  textScalar('CurrencyCode', 'three capital letters, e.g. USD', text => /^[A-Z]{3}$/.test(text), {
    description:
      'ISO 4217 alphabetic code, e.g. USD. Only the form is checked here: a code that no currency has is an InvalidInput.',
    specifiedByURL: 'https://www.iso.org/iso-4217-currency-codes.html',
  }),
)

builder.scalarType(
  'CountryCode',
  textScalar('CountryCode', 'two capital letters, e.g. DE', text => /^[A-Z]{2}$/.test(text), {
    description:
      'ISO 3166-1 alpha-2 code, e.g. DE. Only the form is checked here: a code that no country has is an InvalidInput.',
    specifiedByURL: 'https://www.iso.org/iso-3166-country-codes.html',
  }),
)

builder.scalarType(
  'URL',
  textScalar('URL', 'an absolute http or https URL', isWebAddress, {
    description: 'Absolute http or https URL.',
    specifiedByURL: 'https://url.spec.whatwg.org/',
  }),
)

builder.scalarType(
  'EventCursor',
  // Whether it is one of ours is for the log to say, as CURSOR_INVALID or CURSOR_EXPIRED.
  textScalar('EventCursor', 'a string', () => true, {
    description:
      'Opaque position in the log of events, not to be compared. Survives restarts and is safe to store. Wherever one is ' +
      'taken, every one is: that of an object, of a payload, of an event, or of a page of events.',
  }),
)

function isWebAddress(text: string): boolean {
  // The parser would quietly drop white space and accept "http:example.com".
  return /^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text) && URL.canParse(text)
}
