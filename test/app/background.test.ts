import { describe, expect, test } from 'vitest'
import { createBackground } from '../../src/app/background.ts'
import { createLog } from '../../src/base/log/log.ts'

const lines: Record<string, unknown>[] = []
const log = createLog(
  { level: 'info', program: 'test' },
  { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
)

describe('draining', () => {
  test('waits for work, and for the work that work starts', async () => {
    const background = createBackground({ log })
    const done: string[] = []
    background.run('first', async () => {
      await Promise.resolve()
      background.run('second', async () => {
        await Promise.resolve()
        done.push('second')
      })
      done.push('first')
    })
    expect(await background.drain(5_000)).toBe(0)
    expect(done).toEqual(['first', 'second'])
  })

  test('gives up at the time limit and says how much is left', async () => {
    const background = createBackground({ log })
    background.run('endless', () => new Promise(() => {}))
    expect(await background.drain(10)).toBe(1)
  })

  test('does not wait if nothing runs', async () => {
    expect(await createBackground({ log }).drain(60_000)).toBe(0)
  })
})

test('a failure is logged under its name and does not spread, also one that is thrown at once', async () => {
  const background = createBackground({ log })
  lines.length = 0
  background.run('failing', async () => {
    throw new Error('later')
  })
  background.run('throwing', () => {
    throw new Error('at once')
  })
  expect(await background.drain(5_000)).toBe(0)
  expect(lines.map(line => [line['work'], line['msg']]).sort()).toEqual([
    ['failing', 'background work failed'],
    ['throwing', 'background work failed'],
  ])
})
