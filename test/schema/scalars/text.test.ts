import { expect, test } from 'vitest'
import { refusal, scalar } from '../support/scalar.ts'

const forms = {
  CurrencyCode: { accepted: ['USD', 'XYZ'], refused: ['usd', 'US', 'USDX', 'U$D', '', 840] },
  CountryCode: { accepted: ['DE', 'XX'], refused: ['de', 'DEU', 'D', '', 276] },
  URL: {
    accepted: [
      'https://shop.example/return?order=1#top',
      'http://127.0.0.1:3000',
      'HTTPS://shop.example/',
      'https://shop.example/@ann',
    ],
    refused: [
      'shop.example',
      '//shop.example',
      '/return',
      'ftp://shop.example',
      'javascript:alert(1)',
      'https:shop.example',
      'https://',
      'https:///path',
      'https://shop.example\\@evil.example',
      'https://shop.example/\\evil.example',
      'https://shop.example@evil.example/',
      'https://user:password@shop.example/',
      ' https://shop.example',
      'https://shop.example/a b',
      'https://shop.example\n',
      'https://[shop',
      '',
      1,
    ],
  },
  LocalTime: {
    accepted: ['00:00', '09:30', '23:59'],
    refused: ['24:00', '12:60', '9:30', '09:30:00', '0930', ' 09:30', '', 930],
  },
  // Whether such a zone exists is for the operation to say, as an InvalidInput.
  TimeZone: {
    accepted: ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Mars/Olympus', 'utc'],
    refused: ['+01:00', 'Europe/', '/Berlin', 'Europe Berlin', 'Europe//Berlin', `A${'b'.repeat(64)}`, '', 1],
  },
  // Any text may be one; the log knows its own cursors.
  EventCursor: { accepted: ['anything', ''], refused: [1, true, null] },
}

test.each(Object.entries(forms))('%s takes its form and no other', (name, { accepted, refused }) => {
  const { variable, literal, serialize } = scalar(name)
  for (const text of accepted) {
    expect(variable(text)).toBe(text)
    expect(literal(JSON.stringify(text))).toBe(text)
    expect(serialize(text)).toBe(text)
  }
  for (const value of refused) expect(refusal(() => variable(value)).code, `${value}`).toBe('BAD_USER_INPUT')
  expect(refusal(() => literal('[]')).code).toBe('BAD_USER_INPUT')
})
