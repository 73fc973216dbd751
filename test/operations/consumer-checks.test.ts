import { describe, expect, test } from 'vitest'
import { checkConsumer } from '../../src/operations/consumer-checks.ts'

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
