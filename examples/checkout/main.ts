// The backend of a shop that takes a payment. See README.md.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { bundle } from './bundle.ts'
import { type Order, stageOf } from './order.ts'
import { GATEWAY, InvalidForm, latestTry, pay } from './orders.ts'
import { relay } from './relay.ts'
import { clientToken } from './token.ts'

const file = (name: string) => readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8')
const html = 'text/html; charset=utf-8'
const template = file('index.html').replace('{{picture}}', file('product.svg'))
const files = await bundle()
for (const name of ['shop.css', 'checkout.css', 'icon.svg']) files.set(`/${name}`, file(name))
const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' }
/** The two variants of the page. */
const scripts: Record<string, string> = { '/': '/with-token.js', '/stream': '/with-stream.js' }
const { origin } = new URL(GATEWAY)
const headers = {
  'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'none';
    base-uri 'none'; frame-ancestors 'none'; connect-src 'self' ${origin} ${origin.replace('http', 'ws')}`,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
}

const server = createServer((request, response) => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value.replaceAll(/\s+/g, ' '))
  answer(request, response)
    .catch(error => {
      if (response.headersSent) return
      if (error instanceof InvalidForm) return response.writeHead(422)
      console.error(error)
      // Without the gateway there is no order to show: the page asks again after three seconds.
      return response.writeHead(503, { 'Content-Type': html, Refresh: '3' }).end(pageOf('away'))
    })
    .finally(() => response.end())
})
await new Promise<void>(resolve => server.listen(Number(process.env['PORT'] ?? 4020), '127.0.0.1', resolve))
const shopUrl = `http://localhost:${(server.address() as AddressInfo).port}`
console.log(`The shop is open: ${shopUrl} (with a client token), ${shopUrl}/stream (through its backend)`)

async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const { pathname, searchParams } = new URL(request.url ?? '/', shopUrl)
  const route = `${request.method} ${pathname}`
  const content = files.get(pathname)
  if (content) return response.setHeader('Content-Type', types[pathname.split('.')[1] ?? ''] ?? '').end(content)
  // The cookie alone decides which order it is. It is this visitor's secret, and other sites cannot post with it.
  const orderId = /\border=([0-9a-f-]{36})/.exec(request.headers.cookie ?? '')?.[1]
  if (Object.hasOwn(scripts, pathname)) {
    const order = orderId === undefined ? undefined : await latestTry(orderId)
    const stage = order ? stageOf(order) : 'form'
    const isNew = searchParams.has('new')
    if (orderId === undefined || (isNew && stage === 'paid'))
      response.setHeader('Set-Cookie', `order=${randomUUID()}; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000`)
    if (isNew) return response.writeHead(303, { Location: pathname })
    return response.setHeader('Content-Type', html).end(pageOf(stage, scripts[pathname], order))
  }
  if (orderId === undefined) return response.writeHead(404)
  if (route === 'POST /pay') {
    const { path, ...form } = JSON.parse(await text(request))
    return response.end(JSON.stringify(await pay(orderId, form, shopUrl + (Object.hasOwn(scripts, path) ? path : '/'))))
  }
  const order = await latestTry(orderId)
  if (order && route === 'POST /token') return response.end(await clientToken(order.id))
  if (order && route === 'GET /changes') return relay(order, request, response)
  return response.writeHead(404)
}

function pageOf(stage: string, script = '', order?: Order): string {
  const values = { GATEWAY, stage, script, order: encodeURIComponent(JSON.stringify(order ?? null)) }
  return template.replaceAll(/{{(\w+)}}/g, (_, name: keyof typeof values) => values[name])
}
