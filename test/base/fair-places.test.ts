import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFairPlaces, NoPlaceError, type Release } from '../../src/base/fair-places.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const FOREVER = Number.POSITIVE_INFINITY

/** Takes places in the background; `order` lists the keys that got one. */
function queue(places: ReturnType<typeof createFairPlaces>) {
  const order: string[] = []
  const held = new Map<string, Release[]>()
  const ask = (key: string) =>
    void places.take(key, FOREVER).then(release => {
      order.push(key)
      held.set(key, [...(held.get(key) ?? []), release])
    })
  const end = async (key: string) => {
    held.get(key)?.shift()?.()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { order, ask, end }
}
const settled = () => vi.advanceTimersByTimeAsync(0)

test('a key has at most its own places, and others are not affected', async () => {
  const places = createFairPlaces({ mostOfKey: () => 2 })
  const first = places.tryTake('a')
  expect([places.tryTake('a') !== undefined, places.tryTake('a'), places.takenBy('a')]).toEqual([true, undefined, 2])
  expect(places.tryTake('b')).toBeTypeOf('function')
  first?.()
  first?.() // a second call gives back nothing
  expect([places.takenBy('a'), places.tryTake('a') !== undefined, places.tryTake('a')]).toEqual([1, true, undefined])
})

test('keys that wait get free places in turns, whichever asked first', async () => {
  const places = createFairPlaces({ most: 1, mostOfKey: () => 1 })
  const { order, ask, end } = queue(places)
  for (const key of ['a', 'a', 'a', 'a', 'b', 'c', 'b']) ask(key)
  await settled()
  for (const key of ['a', 'a', 'b', 'c', 'a', 'b']) await end(key)
  expect(order).toEqual(['a', 'a', 'b', 'c', 'a', 'b', 'a'])
})

test('a free place skips keys that have all of theirs', async () => {
  const places = createFairPlaces({ most: 3, mostOfKey: key => (key === 'a' ? 2 : 3) })
  const { order, ask, end } = queue(places)
  for (const key of ['a', 'a', 'a', 'b', 'b']) ask(key)
  await settled()
  expect(order).toEqual(['a', 'a', 'b'])
  await end('b')
  expect(order).toEqual(['a', 'a', 'b', 'b'])
  await end('a')
  expect(order).toEqual(['a', 'a', 'b', 'b', 'a'])
})

test('who waits too long, or comes when too many wait, gets no place, and takes none from others', async () => {
  const places = createFairPlaces({ mostOfKey: () => 1, mostWaiting: 1 })
  const release = await places.take('a', 1_000)
  const waiting = places.take('a', 1_000)
  await expect(places.take('a', 1_000)).rejects.toBeInstanceOf(NoPlaceError)
  const refused = expect(waiting).rejects.toBeInstanceOf(NoPlaceError)
  await vi.advanceTimersByTimeAsync(1_000)
  await refused
  release()
  expect(places.takenBy('a')).toBe(0)
  expect(places.tryTake('a')).toBeTypeOf('function')
})
