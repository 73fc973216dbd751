import { expect, test } from 'vitest'
import { createFreshness } from '../../../src/store/replica/freshness.ts'
import type { Sql } from '../../../src/store/sql/database.ts'

/** Each answers the next of its rows, and the last one again and again. */
function answering(...rows: readonly (object | Error)[]): Sql & { readonly asked: () => number } {
  let asked = 0
  const row = async () => {
    const answer = rows[Math.min(asked, rows.length - 1)]
    asked += 1
    if (answer instanceof Error) throw answer
    return answer as never
  }
  return { row, rows: async () => [], asked: () => asked }
}

const position = { lsn: '0/10' }

function asked(primary: Sql, replica: Sql) {
  let nowMs = 0
  const freshness = createFreshness({ primary, replica, now: () => nowMs, waitMs: 50 })
  return {
    freshness,
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

test('a replica that catches up is waited for', async () => {
  const replica = answering({ fresh: false }, { fresh: false }, { fresh: true })
  expect(await asked(answering(position), replica).freshness.ask()).toBe('fresh')
  expect(replica.asked()).toBe(3)
})

test('one that was promoted is no replica any more, and is not waited for', async () => {
  const replica = answering({ fresh: null })
  expect(await asked(answering(position), replica).freshness.ask()).toBe('late')
  expect(replica.asked()).toBe(1)
})

test('after an error it rests for a second, and lists do not wait for it', async () => {
  const replica = answering(new Error('gone'), { fresh: true })
  const primary = answering(position)
  const { freshness, pass } = asked(primary, replica)
  expect(await freshness.ask()).toBe('failed')
  pass(999)
  expect(await freshness.ask()).toBe('resting')
  expect([primary.asked(), replica.asked()]).toEqual([1, 1])
  pass(1)
  expect(await freshness.ask()).toBe('fresh')
})

test('questions share a position of the primary that was asked for after all of them, never one before', async () => {
  const waiting: (() => void)[] = []
  const primary: Sql = {
    rows: async () => [],
    row: () => new Promise(resolve => waiting.push(() => resolve(position as never))),
  }
  const { freshness } = asked(primary, answering({ fresh: true }))
  const first = freshness.ask()
  await expect.poll(() => waiting.length).toBe(1)
  const later = [freshness.ask(), freshness.ask()]
  waiting[0]?.()
  expect(await first).toBe('fresh')
  await expect.poll(() => waiting.length).toBe(2)
  waiting[1]?.()
  expect(await Promise.all(later)).toEqual(['fresh', 'fresh'])
})
