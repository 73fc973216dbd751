import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { closeInTurn } from '../../../src/http/connections/close-in-turn.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const closing = (count: number) => {
  const closed: number[] = []
  closeInTurn(
    Array.from({ length: count }, (_, index) => index),
    one => closed.push(one),
  )
  return closed
}

test('a few connections are closed at once', () => {
  expect(closing(25)).toHaveLength(25)
})

test('many are closed 25 at a time', () => {
  const closed = closing(60)
  expect(closed).toHaveLength(25)
  vi.advanceTimersByTime(50)
  expect(closed).toHaveLength(50)
  vi.advanceTimersByTime(50)
  expect(closed).toHaveLength(60)
})

test('however many there are, all are closed within three seconds', () => {
  const closed = closing(20_000)
  expect(closed.length).toBeLessThan(400)
  vi.advanceTimersByTime(3_000)
  expect(new Set(closed).size).toBe(20_000)
})
