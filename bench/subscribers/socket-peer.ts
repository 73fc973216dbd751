// The peer of fan-out and of the memory of subscribers: `ws` alone, which sends the same bytes to every socket.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { serveParent } from '../support/children.ts'
import { memoryNow } from '../support/memory.ts'

function broadcast(server: WebSocketServer, { text, times }: { text: string; times: number }): void {
  const bytes = Buffer.from(text)
  for (let time = 0; time < times; time++) for (const client of server.clients) client.send(bytes, { binary: false })
}

if (import.meta.main) {
  const http = createServer()
  const server = new WebSocketServer({ server: http, perMessageDeflate: false })
  server.on('connection', socket => socket.on('message', () => {}))
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  serveParent(
    { url: `ws://127.0.0.1:${port}/` },
    {
      broadcast: (asked: { text: string; times: number }) => broadcast(server, asked),
      subscriptions: () => server.clients.size,
      memory: memoryNow,
    },
  )
}
