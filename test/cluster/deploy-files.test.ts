import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reserveNode } from '../../cluster/node.ts'
import { patroniConfig } from '../../cluster/patroni.ts'

// The files of deploy/ are for programs that do not run here: what can be compared without them is compared.
const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')

/** Every scalar of an object, as a YAML line has it. */
function linesOf(value: object): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null ? linesOf(inner) : [`${key}: ${String(inner)}`],
  )
}

test('the compose file’s Patroni has the settings that npm run cluster tests', async () => {
  const node = await reserveNode('node-1', '/nowhere')
  const settings = {
    ttl: 20,
    strict: true,
    passwords: { superuser: 'a', replication: 'b', rewind: 'c' },
  }
  const config = patroniConfig(node, [node], settings, { postgresBin: '/nowhere' }) as {
    readonly bootstrap: { readonly dcs: object }
  }
  const tested = linesOf(config.bootstrap.dcs)
  // Smaller here: three servers share one machine.
  const compared = tested.filter(line => !line.startsWith('shared_buffers'))
  expect(compared).toContain('synchronous_mode_strict: true')
  const given = read('deploy/compose/patroni.yml')
    .split('\n')
    .map(line => line.trim().replaceAll('"', ''))
  expect(compared.filter(line => !given.includes(line))).toEqual([])
})

test('both HAProxy configurations ask Patroni the same, and close the connections to a former primary', () => {
  const own = read('cluster/haproxy.ts')
  const given = read('deploy/compose/haproxy.cfg')
  for (const text of ['/primary', '/replica?lag=1MB', 'on-marked-down shutdown-sessions', 'option tcpka'])
    expect([own.includes(text), given.includes(text)]).toEqual([true, true])
})

test('every variable in the files is one of the gateway’s', () => {
  const described = read('docs/configuration.md')
  const of = (text: string, form: RegExp) => Array.from(text.matchAll(form), ([, name = '']) => name)
  const compose = read('deploy/compose/compose.yml')
  const names = [
    ...of(compose.slice(compose.indexOf('x-gateway-environment'), compose.indexOf('services:')), /^ {2}([A-Z_]+):/gm),
    ...of(read('deploy/kubernetes/base/settings.yaml'), /^ {2}([A-Z_]+):/gm),
    ...of(read('deploy/kubernetes/example/secret.env'), /^([A-Z_]+)=/gm),
    ...of(read('deploy/kubernetes/base/api.yaml'), /- name: ([A-Z_]+)$/gm),
  ]
  expect(names.length).toBeGreaterThan(15)
  expect(names.filter(name => !described.includes(`\`${name}\``))).toEqual([])
})
