import { readFile } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../src/base/log/log.ts'
import { openRedis, type Redis } from '../../src/redis/redis.ts'
import { script } from '../../src/redis/script.ts'
import { type RedisServer, skipsRedisTests, startRedisServer } from '../support/programs/redis-server.ts'
import { eventually } from '../support/until.ts'

const AWAY = 'Redis cannot be used: each process limits rates alone, and polls for the events of others'
const count = script(
  'test',
  `
local before = redis.call('GET', KEYS[1]) or 0
redis.call('SET', KEYS[1], before + 1)
return before + 1 + ARGV[1]
`,
)

let server: RedisServer
let redis: Redis
let lines: { readonly msg: string; readonly reason?: string }[]
let fallbacks: string[]
let heard: string[]
let listened: number

const open = ({ url = server.url, patienceMs = 60_000 } = {}) => {
  const log = createLog({ level: 'trace', program: 'test' }, { write: line => void lines.push(JSON.parse(line)) })
  redis = openRedis({ url, log, probeKey: 'perennial:probe', patienceMs, onFallback: use => fallbacks.push(use) })
  redis.subscribe({
    channel: 'perennial:updates',
    onMessage: message => heard.push(message),
    onListening: () => {
      listened += 1
    },
  })
  redis.start()
}
const up = () => eventually(() => expect([redis.up, redis.listening]).toEqual([true, true]))
const down = () => eventually(() => expect(redis.up).toBe(false))
const said = () => lines.map(({ msg, reason }) => (reason === undefined ? msg : `${msg} (${reason})`))

describe.skipIf(skipsRedisTests(7))('Redis', () => {
  beforeEach(async () => {
    ;[lines, fallbacks, heard, listened] = [[], [], [], 0]
    server = await startRedisServer()
  })
  afterEach(async () => {
    await redis.stop()
    await server.kill()
    expect(JSON.stringify(lines)).not.toContain(server.password)
  })

  test('runs a script, which it need not know, and brings messages', async () => {
    open()
    await up()
    expect([await redis.run(count, ['perennial:a'], [10]), await redis.run(count, ['perennial:a'], [20])]).toEqual([
      11, 22,
    ])
    await redis.publish('perennial:updates', 'hello')
    await eventually(() => expect([heard, listened]).toEqual([['hello'], 1]))
    expect([lines, fallbacks]).toEqual([[], []])
  })

  test('dead at the start: decisions go on without it, one line says so, and it is used once it serves', async () => {
    await server.kill()
    open()
    await eventually(() => expect(said()).toEqual([`${AWAY} (ECONNREFUSED)`]))
    expect([await redis.run(count, ['perennial:a'], [0]), fallbacks]).toEqual([undefined, ['test']])
    await redis.publish('perennial:updates', 'lost')
    await server.start()
    await up()
    expect(await redis.run(count, ['perennial:a'], [0])).toBe(1)
    expect(said()).toEqual([`${AWAY} (ECONNREFUSED)`, 'Redis can be used again'])
  })

  test('killed and started again: it has forgotten the script, and messages arrive again', async () => {
    open()
    await up()
    await redis.run(count, ['perennial:a'], [0])
    await server.kill()
    await down()
    expect(await redis.run(count, ['perennial:a'], [0])).toBe(undefined)
    await server.start()
    await up()
    expect(await redis.run(count, ['perennial:a'], [0])).toBe(1)
    await redis.publish('perennial:updates', 'hello')
    await eventually(() => expect([heard, listened]).toEqual([['hello'], 2]))
  })

  test('paused: a caller waits once, the next ones do not, and its connection is given up', async () => {
    open({ patienceMs: 500 })
    await up()
    server.pause()
    // They wait together; later ones do not wait.
    const waiting = Array.from({ length: 20 }, () => redis.run(count, ['perennial:a'], [0]))
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([undefined]))
    expect([redis.up, fallbacks.length]).toEqual([false, 20])
    const atOnce = redis.run(count, ['perennial:a'], [0]).then(() => 'at once')
    expect(await Promise.race([atOnce, nextTurn('later')])).toBe('at once')
    await eventually(() => expect(redis.listening).toBe(false))
    server.resume()
    await up()
    expect(await redis.run(count, ['perennial:b'], [0])).toBe(1)
    expect(said()).toEqual([`${AWAY} (TooLateError)`, 'Redis can be used again'])
  })

  test('its memory is full: decisions go on without it, messages arrive, and it is logged once', async () => {
    open()
    await up()
    await server.ask('CONFIG', 'SET', 'maxmemory', '1')
    await eventually(async () => expect(await redis.run(count, ['perennial:a'], [0])).toBe(undefined))
    await down()
    await redis.publish('perennial:updates', 'hello')
    await eventually(() => expect([heard, redis.listening]).toEqual([['hello'], true]))
    expect(said()).toEqual([`${AWAY} (OOM)`])
    await server.ask('CONFIG', 'SET', 'maxmemory', '0')
    await up()
    expect(await redis.run(count, ['perennial:a'], [0])).toBe(1)
  })

  test('a user with the permissions of docs/deploying.md is enough', async () => {
    const permissions = /`(~perennial:\* [^`]+)`/.exec(await readFile('docs/deploying.md', 'utf8'))?.[1] ?? ''
    await server.ask('ACL', 'SETUSER', 'gateway', 'on', `>${server.password}`, ...permissions.split(' '))
    open({ url: server.url.replace('//', '//gateway') })
    await up()
    expect(await redis.run(count, ['perennial:a'], [0])).toBe(1)
    await redis.publish('perennial:updates', 'hello')
    await eventually(() => expect([heard, lines]).toEqual([['hello'], []]))
  })

  test('a wrong password is one line without it', async () => {
    open({ url: server.url.replace(server.password, 'canary-wrong') })
    await eventually(() => expect(said()).toEqual([`${AWAY} (WRONGPASS)`]))
    expect(JSON.stringify(lines)).not.toContain('canary')
  })
})
