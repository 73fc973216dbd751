import { describe, expect, test } from 'vitest'
import { checkConsumer } from '../../../src/operations/consumer/checks.ts'

const now = new Date('2026-03-01T12:00:00Z')

describe('a birth date', () => {
  test.each(['1900-01-01', '1969-12-31', '2026-03-01'])('of %s', birthDate => {
    expect(checkConsumer(now, { birthDate })).toEqual([])
  })

  test.each(['0000-01-01', '0001-01-01', '0099-12-31', '1899-12-31', '2026-03-02', '9999-12-31'])(
    'not of %s',
    birthDate => {
      expect(checkConsumer(now, { birthDate })).toEqual([
        { path: ['birthDate'], code: 'RANGE', message: 'Must be from 1900-01-01 to 2026-03-01.' },
      ])
    },
  )
})

describe('a telephone number', () => {
  test.each([
    ['+49 30 123456', 'US'],
    ['030\u00a0123456', 'DE'],
    ['tel:+49-30-123456', 'US'],
    ['\u202a(202) 555-0123\u202c', 'US'],
  ])('%j in %s', (phone, country) => {
    expect(checkConsumer(now, { phone, country })).toEqual([])
  })

  test.each([
    ['---', 'DE'],
    ['030 123456', 'US'],
    ['call me', 'DE'],
  ])('not %j in %s: the refusal says what is allowed', (phone, country) => {
    expect(checkConsumer(now, { phone, country })).toEqual([
      {
        path: ['phone'],
        code: 'FORMAT',
        message:
          'Must be a phone number with digits, spaces and + - . / ( ), e.g. +49 30 123456. Without +, it must be a ' +
          "number of the consumer's country.",
      },
    ])
  })

  test('one that is too long is only that', () => {
    expect(checkConsumer(now, { phone: '0'.repeat(65), country: 'DE' })).toEqual([
      { path: ['phone'], code: 'TOO_LONG', message: 'Must be at most 64 characters.' },
    ])
  })
})
