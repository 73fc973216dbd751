import { globSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { kinds } from '../../attack/attack.ts'
import { attacks } from '../../attack/list.ts'
import { measure } from '../../attack/measure.ts'
import { line } from '../../attack/report.ts'
import { KEY, type SmallServer, startSmallServer } from '../http/support/small-server.ts'

let server: SmallServer | undefined
afterEach(() => server?.stop(0))

test('each kind has an attack, and each file is in the list', () => {
  expect(new Set(attacks.map(({ kind }) => kind))).toEqual(new Set(kinds))
  const files = globSync('*/*.ts', { cwd: fileURLToPath(new URL('../../attack/attacks', import.meta.url)) })
  expect(attacks.map(({ name }) => `${name}.ts`).toSorted()).toEqual(files.map(file => path.basename(file)).toSorted())
})

/** A small gateway; a test sets its other caller, memory and output. */
async function attackSmall(system: { failsAsked?: boolean; grows?: boolean; prints?: boolean }) {
  server = await startSmallServer({ sdl: 'type Query { hello: String }' })
  const { url } = server
  const attack = attacks.find(({ name }) => name === 'half-open-upgrades')
  if (attack === undefined) throw new Error('there is no such attack')
  let looks = 0
  // The other caller gets its response in time on any machine.
  const patient = { ...attack, bounds: { longestMs: 20_000, afterMs: 20_000 } }
  return measure(
    patient,
    {
      target: { url, publicUrl: url, key: KEY, plainKey: KEY, otherKey: KEY, pproSecret: 'secret', scale: 0.01 },
      gatewayMb: async () => {
        looks += 1
        return system.grows && looks > 1 ? 1_000 : 100
      },
      postgresMb: async () => undefined,
      starvedMs: async () => 0,
      ask: async signal => {
        await (await fetch(`${url}/healthz`, { signal })).text()
        if (system.failsAsked) throw new Error('not as it should be')
      },
      printedBytes: () => (system.prints && looks > 1 ? 2 ** 20 : 0),
      deaths: () => 0,
    },
    { beforeMs: 100, sampleMs: 10, backMs: system.grows || system.failsAsked ? 500 : 10_000 },
  )
}

test('a gateway that stays within its limits passes', async () => {
  const { broken, gateway, postgres } = await attackSmall({})
  expect({ broken, gateway, postgres }).toEqual({
    broken: [],
    gateway: { before: 100, peak: 100, after: 100 },
    postgres: undefined,
  })
})

test('a gateway that grows, prints and delays another caller does not pass', async () => {
  const measurement = await attackSmall({ failsAsked: true, grows: true, prints: true })
  expect(measurement.gateway).toEqual({ before: 100, peak: 1_000, after: 1_000 })
  expect(measurement.broken.map(problem => problem.replace(/: \d+;/, ': n;'))).toEqual([
    'gateway’s peak, MB more: n; expected at most 400',
    'gateway’s memory afterwards, MB more: n; expected at most 150',
    'another caller’s failed calls: n; expected at most 0',
    'printed, KB: n; expected at most 256',
  ])
  expect(line(measurement)).toContain('BROKEN')
})
