import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SmallServer, startSmallServer } from '../support/small-server.ts'

const files: Readonly<Record<string, string>> = {
  'secret.txt': 'outside of every site',
  'console/index.html': '<script type="module" src="/console/assets/index-DiwrgTda.js"></script>',
  'console/assets/index-DiwrgTda.js': `console.log("console")${' '.repeat(2_000)}`,
  'console/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'console/.env': 'HIDDEN=1',
  'docs/index.html': '<script type="module" src="/docs/assets/app.BpTv0gJY.js"></script><h1>Home</h1>',
  'docs/start.html': '<h1>Start</h1>',
  'docs/concepts/index.html': '<h1>Concepts</h1>',
  'docs/404.html': '<h1>No such page</h1>',
}

let folder: string
let server: SmallServer
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'perennial-site-'))
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, 'build', name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(name === 'secret.txt' ? path.join(folder, name) : file, text)
  }
  server = await startSmallServer({ sdl: 'type Query { hello: String }', builtFolder: path.join(folder, 'build') })
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
})

interface Answer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

/** node:http, because fetch normalizes paths and decompresses. */
function get(requestPath: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const sent = request({ hostname, port, path: requestPath, method, headers, agent: false }, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('the console', () => {
  test.each(['/console/', '/console/charges', '/console/charges/chg_1?tab=timeline', '/console/a.b/c'])(
    'is one page for every path: %s',
    async requestPath => {
      const { status, headers, text } = await get(requestPath)
      expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(text).toContain('/console/assets/index-DiwrgTda.js')
    },
  )

  test.each(['/console/', '/docs/'])('%s may load from this host alone, and nothing inline', async requestPath => {
    const { headers } = await get(requestPath)
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'self'; style-src 'self'; " +
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'",
    )
  })

  test('a file whose name has its hash is kept for a year, compressed where the browser reads that', async () => {
    const asset = '/console/assets/index-DiwrgTda.js'
    const plain = await get(asset)
    expect([plain.status, plain.text]).toEqual([200, files['console/assets/index-DiwrgTda.js']])
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
    const zipped = await get(asset, { 'accept-encoding': 'br, gzip' })
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(zipped.text.length).toBeLessThan(200)
  })

  test('other files are asked for again, and answered with 304 if the browser has them', async () => {
    const { headers } = await get('/console/icon.svg')
    expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'image/svg+xml; charset=utf-8' })
    const again = await get('/console/icon.svg', { 'if-none-match': `"other", ${headers['etag']}` })
    expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', headers['etag']])
    expect((await get('/console/icon.svg', { 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('HEAD has the headers of GET and no body', async () => {
    const [head, whole] = [await get('/console/icon.svg', {}, 'HEAD'), await get('/console/icon.svg')]
    expect([head.status, head.text]).toEqual([200, ''])
    for (const name of ['content-length', 'content-type', 'etag']) expect(head.headers[name]).toBe(whole.headers[name])
  })

  test('a new build is served without a restart', async () => {
    const file = path.join(folder, 'build/console/notes.txt')
    await writeFile(file, 'first')
    expect((await get('/console/notes.txt')).text).toBe('first')
    await writeFile(file, 'second build')
    expect((await get('/console/notes.txt')).text).toBe('second build')
  })

  test('a missing file of a former build is not the page', async () => {
    expect((await get('/console/assets/index-Former00.js')).status).toBe(404)
  })

  test('without a slash it redirects, with its query', async () => {
    const { status, headers } = await get('/console?key=1')
    expect([status, headers['location']]).toEqual([308, '/console/?key=1'])
  })
})

const outside = [
  '/console/../../secret.txt',
  '/console/..%2f..%2fsecret.txt',
  '/console/assets/..%2f..%2f..%2fsecret.txt',
  '/console/%2e%2e/%2e%2e/secret.txt',
  '/console/..%5c..%5csecret.txt',
  '/console//etc/passwd',
  '/console/.env',
  '/console/%00',
  '/console/%ff',
  '/docs/../console/.env',
  '/docs/..%2f..%2fsecret.txt',
  '/docs/%2e%2e%2fconsole%2findex.html',
]
test.each(outside)('nothing outside of the folder, and nothing hidden: %s', async requestPath => {
  const { text } = await get(requestPath)
  for (const secret of ['outside of every site', 'HIDDEN', 'root:']) expect(text).not.toContain(secret)
  if (requestPath.startsWith('/docs')) expect(text).not.toContain('index-DiwrgTda.js')
})

describe('the documentation', () => {
  test.each([
    ['/docs/', 200, 'Home'],
    ['/docs/start', 200, 'Start'],
    ['/docs/start.html', 200, 'Start'],
    ['/docs/concepts/', 200, 'Concepts'],
    ['/docs/concepts', 200, 'Concepts'],
    ['/docs/nothing', 404, 'No such page'],
    ['/docs/assets/app.Former00.js', 404, 'No such page'],
  ])('%s: %i', async (requestPath, status, heading) => {
    const found = await get(requestPath)
    expect([found.status, found.text]).toEqual([status, expect.stringContaining(`<h1>${heading}</h1>`)])
  })

  test('a page that the browser has is answered with 304', async () => {
    const { headers } = await get('/docs/start')
    expect((await get('/docs/start', { 'if-none-match': String(headers['etag']) })).status).toBe(304)
  })
})

test('what is not built says how to build it', async () => {
  await rm(path.join(folder, 'build/docs'), { recursive: true })
  const { status, text } = await get('/docs/start')
  expect([status, text]).toEqual([503, expect.stringContaining('<code>npm run build</code>')])
})

test('the home page links what there is', async () => {
  const { status, text } = await get('/')
  expect(status).toBe(200)
  const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)
  expect(links).toEqual(['/console/', '/docs/', '/graphql', '/schema.graphql'])
})
