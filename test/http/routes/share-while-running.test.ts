import { expect, test } from 'vitest'
import { shareWhileRunning } from '../../../src/http/routes/share-while-running.ts'

test('requests during a call share it; a request afterwards makes another one', async () => {
  const calls: PromiseWithResolvers<string>[] = []
  const ask = shareWhileRunning(() => {
    const call = Promise.withResolvers<string>()
    calls.push(call)
    return call.promise
  })
  const [one, other] = [ask(), ask()]
  expect(calls).toHaveLength(1)
  calls[0]?.resolve('first')
  expect(await Promise.all([one, other])).toEqual(['first', 'first'])
  const later = ask()
  expect(calls).toHaveLength(2)
  calls[1]?.reject(new Error('away'))
  await expect(later).rejects.toThrow('away')
  void ask()
  expect(calls).toHaveLength(3)
})

test('a result may be cached for a while; a failure is not', async () => {
  let now = 0
  let calls = 0
  let away = false
  const ask = shareWhileRunning(
    async () => {
      calls += 1
      if (away) throw new Error('away')
      return calls
    },
    { keepMs: 1_000, now: () => now },
  )
  expect(await ask()).toBe(1)
  now = 999
  expect(await ask()).toBe(1)
  now = 1_000
  expect(await ask()).toBe(2)
  now = 2_000
  away = true
  await expect(ask()).rejects.toThrow('away')
  away = false
  expect(await ask()).toBe(4)
})
