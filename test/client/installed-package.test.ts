import { spawn } from 'node:child_process'
import { cp, readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, skipsBrowserTests } from '../browser/support/chromium.ts'
import { eventually, until } from '../support/until.ts'
import { type InstalledClient, installClient } from './support/installed-client.ts'
import { type RestartableGateway, startRestartableGateway } from './support/restartable-gateway.ts'

const projects = path.join(import.meta.dirname, 'installed')

let gateway: RestartableGateway
let installed: InstalledClient
beforeAll(async () => {
  gateway = await startRestartableGateway()
  installed = await installClient(gateway.graphqlUrl)
})
afterAll(async () => {
  await gateway.close()
  await installed.remove()
})

const versionsOf = (...values: string[]) => values.flatMap(value => [1, 2, 3].map(version => `${value} ${version}`))

test('it holds what it needs and nothing else', async () => {
  const names = await readdir(path.join(installed.folder, 'node_modules'))
  expect(names.filter(name => !name.startsWith('.')).sort()).toEqual(['@perennial', 'graphql', 'graphql-ws'])
  const files = await readdir(path.join(installed.folder, 'node_modules/@perennial/client'))
  expect(files.sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json'])
})

describe('an empty TypeScript project', () => {
  beforeAll(async () => {
    await cp(path.join(projects, 'typescript'), installed.folder, { recursive: true })
    await installed.run('typescript/bin/tsc', '-p', '.')
  })

  test('queries, mutates, lists, and watches through a restart of the gateway', async () => {
    const agreementId = await gateway.agreement()
    const lines: string[] = []
    const child = spawn(process.execPath, ['out/main.js', gateway.graphqlUrl, gateway.key, agreementId], {
      cwd: installed.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise(resolve => child.once('close', resolve))
    createInterface({ input: child.stdout }).on('line', line => lines.push(line))
    await until('the watch', () => lines.includes('state live'))
    await gateway.charge(agreementId, '250')
    await until('the second charge', () => lines.includes('event 3 CAPTURED 250'))
    await gateway.outage(() => {})
    await gateway.charge(agreementId, '300')
    expect(await ended).toBe(0)
    expect(lines[0]).toBe('charged $2.00 4 string')
    expect(lines.filter(line => line.startsWith('event'))).toEqual(
      ['250', '300'].flatMap(value => [
        `event 1 PROCESSING ${value}`,
        `event 2 AUTHORIZED ${value}`,
        `event 3 CAPTURED ${value}`,
      ]),
    )
    expect(lines.filter(line => line.startsWith('state'))).toContain('state waiting')
    expect(lines.slice(-2)).toEqual(['list CAPTURED 300, CAPTURED 250, CAPTURED 200', 'error BAD_USER_INPUT'])
  })

  test('works from CommonJS', async () => {
    expect(await installed.run('./out/common.cjs')).toBe('0.005\n')
  })
})

describe('an empty Vite project', () => {
  let script: Buffer
  let files: ReadonlyMap<string, Buffer>
  beforeAll(async () => {
    await cp(path.join(projects, 'vite'), installed.folder, { recursive: true })
    await installed.run('vite/bin/vite.js', 'build', '--logLevel', 'error')
    const assets = path.join(installed.folder, 'dist/assets')
    const [name = ''] = await readdir(assets)
    script = await readFile(path.join(assets, name))
    const index = await readFile(path.join(installed.folder, 'dist/index.html'))
    files = new Map([
      ['/', index],
      [`/assets/${name}`, script],
    ])
  })

  test('loads less than 10 kB, compressed, graphql-ws included', () => {
    expect(gzipSync(script).length).toBeLessThan(10_000)
    // Documents that the page does not use are left out.
    expect(script.includes('ScheduleCancel')).toBe(false)
  })

  test.skipIf(skipsBrowserTests(1))('shows changes in Chromium through a restart of the gateway', async () => {
    const agreementId = await gateway.agreement()
    const server = createServer(async (request, response) => {
      if (request.method === 'POST') return void response.end(await tokenFor(agreementId))
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      const type = pathname === '/' ? 'text/html' : 'text/javascript'
      response.writeHead(files.has(pathname) ? 200 : 404, { 'content-type': type }).end(files.get(pathname))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      const { port } = server.address() as AddressInfo
      await page.goto(`http://127.0.0.1:${port}/?gateway=${encodeURIComponent(gateway.graphqlUrl)}`)
      const shows = (id: string, text: string) =>
        eventually(async () => expect(await page.textContent(`#${id}`)).toBe(text))
      await shows('state', 'live')
      await gateway.charge(agreementId, '100')
      await shows('events', versionsOf('100').join(', '))
      await gateway.outage(() => {})
      await gateway.charge(agreementId, '200')
      await shows('events', versionsOf('100', '200').join(', '))
    } finally {
      await browser.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  })
})

async function tokenFor(agreementId: string): Promise<string> {
  const { clientTokenCreate } = await gateway.backend.request<{ clientTokenCreate: { token: string } }>(
    `mutation ($agreementId: ID!) {
      clientTokenCreate(input: { agreementId: $agreementId, expiresInSeconds: 60 }) {
        ... on ClientTokenCreatePayload { token }
      }
    }`,
    { agreementId },
  )
  return clientTokenCreate.token
}
