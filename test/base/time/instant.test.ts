import { describe, expect, test } from 'vitest'
import { isCalendarDate } from '../../../src/base/time/instant.ts'

describe('a calendar date', () => {
  test.each(['2026-01-31', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('is %s', text => {
    expect(isCalendarDate(text)).toBe(true)
  })

  test.each(['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-1-31', '20260131', ''])(
    'is not %j',
    text => expect(isCalendarDate(text)).toBe(false),
  )

  test.each(['+002026-01-31', '10000-01-01', '2026-01-31T00:00', ' 2026-01-31', '2026-01-31\n'])(
    'is not what Date would parse: %j',
    text => expect(isCalendarDate(text)).toBe(false),
  )
})
