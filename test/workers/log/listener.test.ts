import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createLog } from '../../../src/base/log/log.ts'
import { createLogListener } from '../../../src/workers/log/listener.ts'

test('stops also while its connection is being opened, by a server that does not answer', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const listener = createLogListener({
    url: `postgresql://nobody:none@127.0.0.1:${port}/none`,
    log: createLog({ level: 'silent', program: 'test' }),
    onUpdate: () => {},
  })
  listener.start()
  const [socket] = (await once(server, 'connection')) as [Socket]
  await once(socket, 'data') // it has sent its name, and waits for the server's reply
  await listener.stop()
  expect(listener.listening).toBe(false)
  socket.destroy()
  server.close()
})
