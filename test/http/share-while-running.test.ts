import { expect, test } from 'vitest'
import { shareWhileRunning } from '../../src/http/share-while-running.ts'

test('who asks while a call runs shares it; who asks afterwards makes another one', async () => {
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
