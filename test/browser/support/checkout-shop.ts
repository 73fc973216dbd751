import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import path from 'node:path'
import type { Order } from '../../../examples/checkout/order.ts'
import { isRunning } from '../../../src/supervisor/process-identity.ts'
import type { Perennial } from '../../support/programs/processes.ts'
import { until } from '../../support/until.ts'

const program = path.join(import.meta.dirname, '..', '..', '..', 'examples', 'checkout', 'main.ts')

export interface Shop {
  readonly url: string
  /** Standard output and standard error so far. */
  output(): string
  /** Ends the shop's backend, as a crash does. */
  stop(): Promise<void>
}

/** The checkout example in a process of its own. */
export async function startShop({ graphqlUrl }: Pick<Perennial, 'graphqlUrl'>, key: string, port = 0): Promise<Shop> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port), GATEWAY: graphqlUrl, SECRET_KEY: key },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const url = await until('the shop is open', () => /The shop is open: (\S+)/.exec(output)?.[1])
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  return {
    url,
    output: () => output,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Kills the gateway alone; the supervisor starts it again. */
export async function killGateway({ supervisorPid }: Perennial): Promise<void> {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const ofSupervisor = processes.filter(line => Number(line.trim().split(/ +/)[1]) === supervisorPid)
  const pid = Number.parseInt(ofSupervisor.find(line => line.includes('src/gateway.ts')) ?? '', 10)
  process.kill(pid, 'SIGKILL')
  await until('the gateway is gone', () => !isRunning(pid))
}

/** The header of the next request on the port of a shop that was stopped; the request gets no answer. */
export async function nextLastEventId(port: number): Promise<string | undefined> {
  const server = createServer((_, response) => response.destroy()).listen(port, '127.0.0.1')
  const [request] = (await once(server, 'request')) as [IncomingMessage]
  await new Promise(resolve => server.close(resolve))
  return request.headers['last-event-id']?.toString()
}

/** The first message of an event stream. */
export async function firstOfStream(
  url: string,
  headers: Record<string, string>,
): Promise<{ id: string; order: Order }> {
  const { body } = await fetch(url, { headers })
  let received = ''
  for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    received += part
    const [, id, data] = /^id: (.*)\ndata: (.*)\n\n/.exec(received) ?? []
    if (id !== undefined && data !== undefined) return { id, order: JSON.parse(data) }
  }
  throw new Error(`the stream ended: ${received}`)
}
