import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** A merchant's web server: an origin of its own, where a browser's page uses the typed client. */
export interface Shop {
  readonly url: string
  readonly server: Server
}

const clientEntry = fileURLToPath(new URL('../../../src/client/index.ts', import.meta.url))

/**
 * @param script The page's module. It imports the typed client from '/client.js'.
 * @param newToken What the shop's backend answers to the page, which asks with POST /token.
 */
export async function openShop(options: {
  readonly gatewayUrl: string
  readonly script: string
  readonly newToken: () => Promise<string>
}): Promise<Shop> {
  const { gatewayUrl, script, newToken } = options
  const client = await bundledClient()
  const html =
    '<!doctype html><html lang="en"><title>Your subscription</title><script type="module" src="/page.js"></script>'
  const policy = `default-src 'none'; script-src 'self'; connect-src 'self' ${gatewayUrl} ${gatewayUrl.replace('http', 'ws')}`
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    'GET /': ['text/html', html],
    'GET /page.js': ['text/javascript', script],
    'GET /client.js': ['text/javascript', client],
  }
  const server = createServer(async (request, response) => {
    const wanted = `${request.method} ${request.url}`
    const [type, text] = wanted === 'POST /token' ? ['text/plain', await newToken()] : (files[wanted] ?? [])
    if (type === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(text)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function bundledClient(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: true, lib: { entry: clientEntry, formats: ['es'], fileName: 'client' } },
  })
  const [bundle] = Array.isArray(built) ? built : []
  const [chunk] = bundle?.output ?? []
  if (chunk === undefined) throw new Error('the client was not built')
  return chunk.code
}
