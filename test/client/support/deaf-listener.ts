import { once } from 'node:events'
import { connect } from 'node:net'
import { Worker } from 'node:worker_threads'

/** A port whose backlog is full and whose owner accepts no connection: a client gets no answer. */
export interface DeafListener {
  readonly url: string
  /** From now on a proxy of the target. */
  hear(): void
  close(): Promise<void>
}

// More than the backlog of one that the worker requests holds on any platform.
const FILLERS = 4

export async function startDeafListener(targetUrl: string): Promise<DeafListener> {
  const target = new URL(targetUrl)
  const heard = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('./deaf-worker.ts', import.meta.url), {
    workerData: { port: Number(target.port), host: target.hostname, heard },
  })
  const [port] = (await once(worker, 'message')) as [number]
  const fillers = Array.from({ length: FILLERS }, () => connect(port, '127.0.0.1').on('error', () => {}))
  const endFillers = () => fillers.map(filler => filler.destroy())
  return {
    url: Object.assign(new URL(targetUrl), { host: `127.0.0.1:${port}` }).href,
    hear() {
      endFillers()
      Atomics.store(heard, 0, 1)
      Atomics.notify(heard, 0)
    },
    async close() {
      endFillers()
      await worker.terminate()
    },
  }
}
