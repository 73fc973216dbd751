import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLog, type Log } from '../../../src/base/log/log.ts'

let lines: Record<string, unknown>[]
let log: Log
beforeEach(() => {
  vi.useFakeTimers()
  lines = []
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>)
  log = createLog({ level: 'debug', program: 'test' }, { write })
})
afterEach(() => {
  vi.useRealTimers()
})

test('long texts are cut at any depth', () => {
  const long = 'x'.repeat(900_000)
  const cut = `${'x'.repeat(500)}… 899500 more`
  log.warn({ alias: long, path: [long, 0, { inner: long }], fits: 'x'.repeat(500) }, 'message')
  expect(lines).toMatchObject([{ alias: cut, path: [cut, 0, { inner: cut }], fits: 'x'.repeat(500), msg: 'message' }])
})

test('long lists and deep objects are cut', () => {
  const deep = JSON.parse(`${'{"in":'.repeat(2_000)}1${'}'.repeat(2_000)}`) as unknown
  log.warn({ list: Array.from({ length: 60 }, (_, index) => index), deep }, 'message')
  const list = [...Array.from({ length: 50 }, (_, index) => index), '… 10 more']
  expect(lines).toMatchObject([{ list, deep: { in: { in: { in: { in: { in: '…' } } } } } }])
})

test('what is redacted stays redacted, and an error keeps its description', () => {
  log.error({ token: 'secret', err: new Error('no "card" found') }, 'message')
  expect(lines).toMatchObject([{ token: '[redacted]', err: { type: 'Error', message: 'no "…" found' } }])
})

test('a long error message is cut before an open quotation', () => {
  log.error({ err: new Error(`bad input: "${'secret '.repeat(100_000)}"`) }, 'message')
  expect(lines).toMatchObject([{ err: { message: 'bad input: …' } }])
})

test('a repeated message is written twenty times in ten seconds, then counted', () => {
  for (let count = 1; count <= 9_000; count++) log.warn({ count }, 'refused')
  log.warn('another')
  log.error('refused')
  expect(lines.map(({ level, msg, count }) => [level, msg, count])).toEqual([
    ...Array.from({ length: 20 }, (_, index) => ['warn', 'refused', index + 1]),
    ['warn', 'another', undefined],
    ['error', 'refused', undefined],
  ])
  lines = []
  vi.advanceTimersByTime(10_000)
  expect(lines.map(({ level, msg, repeated }) => [level, msg, repeated])).toEqual([['warn', 'refused', 8_980]])
  lines = []
  log.warn({ count: 1 }, 'refused')
  vi.advanceTimersByTime(10_000)
  expect(lines.map(({ msg, count }) => [msg, count])).toEqual([['refused', 1]])
})

test('the same message with another kind of error, another worker or another route is written separately', () => {
  const coded = Object.assign(new Error('no'), { code: 'ECONNREFUSED' })
  for (let count = 1; count <= 25; count++)
    log.error({ requestId: `req_${count}`, err: new Error('provoked') }, 'unexpected')
  log.error({ requestId: 'req_26', err: new TypeError('genuine') }, 'unexpected')
  log.error({ requestId: 'req_27', err: coded }, 'unexpected')
  log.error({ requestId: 'req_28', route: 'webhook', err: new Error('no') }, 'unexpected')
  log.error({ worker: 'recovery', err: new Error('no') }, 'unexpected')
  expect(lines.slice(20)).toMatchObject([
    { requestId: 'req_26', err: { type: 'TypeError' } },
    { requestId: 'req_27', err: { type: 'Error', code: 'ECONNREFUSED' } },
    { requestId: 'req_28', route: 'webhook' },
    { worker: 'recovery' },
  ])
  lines = []
  vi.advanceTimersByTime(10_000)
  expect(lines).toMatchObject([
    { level: 'error', msg: 'unexpected', repeated: 5, requestId: 'req_25', err: { type: 'Error' } },
  ])
})

test('debug lines, which somebody has turned on, are all written', () => {
  for (let count = 1; count <= 100; count++) log.debug('detail')
  expect(lines).toHaveLength(100)
})
