import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** A load balancer for TCP, as simple as it can be: a new connection goes to the next gateway that says it is ready. */
export interface Balancer {
  readonly url: string
  /** Addresses to which it may send, from now on. */
  serve(urls: readonly string[]): void
  close(): Promise<void>
}

const ASK_EVERY_MS = 50

export async function startBalancer(): Promise<Balancer> {
  let urls: readonly string[] = []
  let ready: readonly string[] = []
  const open = new Set<Socket>()
  const closing = new AbortController()

  const isReady = (url: string) =>
    fetch(`${url}/readyz`, { signal: closing.signal }).then(
      answer => answer.ok,
      () => false,
    )
  const keepAsking = async () => {
    while (!closing.signal.aborted) {
      const asked = urls
      const answers = await Promise.all(asked.map(isReady))
      ready = asked.filter((_, index) => answers[index])
      await delay(ASK_EVERY_MS, undefined, { signal: closing.signal }).catch(() => {})
    }
  }
  const forward = (client: Socket) => {
    const [next, ...others] = ready
    if (next === undefined) return void client.destroy()
    ready = [...others, next]
    const server = connect(Number(new URL(next).port), '127.0.0.1')
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(one)
      one.setNoDelay(true)
      one.on('error', () => {})
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  }
  const server = createServer(forward)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const asking = keepAsking()
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: given => {
      urls = given
    },
    async close() {
      closing.abort()
      for (const socket of open) socket.destroy()
      await Promise.all([asking, new Promise(resolve => server.close(resolve))])
    },
  }
}
