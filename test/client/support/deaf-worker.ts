import { type AddressInfo, connect, createServer } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

const { port, host, heard } = workerData as { port: number; host: string; heard: Int32Array }

const server = createServer(client => {
  const upstream = connect(port, host)
  for (const [socket, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    socket.on('error', () => {}) // 'close' follows
    socket.once('close', () => other.destroy())
    socket.pipe(other)
  }
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort?.postMessage((server.address() as AddressInfo).port)
  // No connection is accepted while the thread waits here.
  Atomics.wait(heard, 0, 0)
})
