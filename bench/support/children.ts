import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A process of the benchmark: each side and the load have one of their own, so that no side slows another. */
export interface Child {
  readonly pid: number
  /** Its data when it was ready. */
  readonly ready: unknown
  /** Calls one of the methods that it serves. */
  call<Result>(method: string, parameters?: object): Promise<Result>
  /** Ends it. */
  stop(): Promise<void>
}

interface Answer {
  readonly id?: number
  readonly result?: unknown
  readonly error?: string
  readonly ready?: unknown
}

/** Starts a file of the folder bench and waits until it is ready. Its output is passed on, so that no error is lost. */
export async function startChild(file: string, environment: Readonly<Record<string, string>> = {}): Promise<Child> {
  const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)), {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...environment },
  })
  const ready = Promise.withResolvers<unknown>()
  const ended = Promise.withResolvers<void>()
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let calls = 0
  child.on('message', (message: Answer) => {
    if (message.id === undefined) return ready.resolve(message.ready)
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error === undefined) call?.resolve(message.result)
    else call?.reject(new Error(`${file}: ${message.error}`))
  })
  child.once('exit', code => {
    const error = new Error(`${file} has ended (${code})`)
    ready.reject(error)
    for (const call of waiting.values()) call.reject(error)
    ended.resolve()
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  return {
    ready: await ready.promise,
    pid: child.pid ?? 0,
    call<Result>(method: string, parameters: object = {}) {
      const call = Promise.withResolvers<unknown>()
      calls += 1
      waiting.set(calls, call)
      child.send({ id: calls, method, parameters })
      return call.promise as Promise<Result>
    },
    async stop() {
      process.off('exit', end)
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const late = setTimeout(end, 5_000)
      await ended.promise
      clearTimeout(late)
    },
  }
}

/** The other side: serves methods to its parent process, and ends with it. */
export function serveParent(
  ready: object,
  methods: Readonly<Record<string, (parameters: never) => unknown>>,
  close: () => Promise<unknown> = async () => {},
): void {
  const answer = (message: Answer) => process.send?.(message)
  process.on('message', async ({ id, method, parameters }: { id: number; method: string; parameters: never }) => {
    try {
      answer({ id, result: await methods[method]?.(parameters) })
    } catch (error) {
      answer({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  const end = () => void close().finally(() => process.exit(0))
  process.once('SIGTERM', end).once('disconnect', end)
  answer({ ready })
}
