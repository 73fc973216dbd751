import { setTimeout as delay } from 'node:timers/promises'
import { createClient, ErrorReply } from 'redis'
import type { Log } from '../base/log/log.ts'
import { within } from '../base/time/within.ts'
import { createHealth } from './health.ts'

/** A Lua script, which Redis runs as one step. */
export interface Script {
  /** What the gateway does without Redis is counted under this name. */
  readonly use: string
  readonly source: string
  /** The SHA-1 of `source`, by which Redis knows a script that it has run before. */
  readonly sha1: string
}

interface Subscription {
  readonly channel: string
  readonly onMessage: (message: string) => void
  /** Called whenever messages begin to arrive: those before may be lost. */
  readonly onListening: () => void
}

/** A Redis that several processes share. Everything continues without it: no method throws or rejects. */
export interface Redis {
  /** True while it answers in time and takes writes. */
  readonly up: boolean
  /** True while messages arrive. */
  readonly listening: boolean
  /**
   * Runs a script. @returns Its reply. Undefined if Redis is away or does not answer in time: decide without it. The
   * script may have run.
   */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>
  publish(channel: string, message: string): Promise<void>
  /** Call it before `start`. */
  subscribe(subscription: Subscription): void
  start(): void
  stop(): Promise<void>
}

interface RedisOptions {
  readonly url: string
  readonly log: Log
  /** A key for the writes that show whether it takes writes. */
  readonly probeKey: string
  /** How long a caller waits for it. */
  readonly patienceMs?: number
  /** Called for each script that did not answer, with its use. */
  readonly onFallback?: (use: string) => void
}

/** What a request may wait for Redis. Usually it answers within a millisecond. */
const PATIENCE_MS = 50
const CONNECT_MS = 2_000
const PROBE_ANSWER_MS = 1_000
const PROBE_GAP_MS = 1_000
const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5_000

type Client = ReturnType<typeof clientOf>

/** Its own reconnection is off, since it would wait forever for the reply of a server that is silent. */
function clientOf(url: string) {
  return createClient({
    url,
    RESP: 3,
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
  })
}

// It does what the other scripts do, so that its success means theirs.
const PROBE = `redis.call('TIME') return redis.call('SET', KEYS[1], '1', 'PX', 60000)`

export function openRedis(options: RedisOptions): Redis {
  const { url, log, probeKey, patienceMs = PATIENCE_MS, onFallback = () => {} } = options
  const answerMs = Math.max(patienceMs, PROBE_ANSWER_MS)
  const stopping = new AbortController()
  const { signal } = stopping
  const subscriptions: Subscription[] = []
  const health = createHealth(log)
  let connected: Client | undefined
  let running: Promise<void> | undefined
  let retryMs = FIRST_RETRY_MS

  /** Uses one connection until `lost` is aborted; rejects then, or if it does not answer. */
  async function useConnection(client: Client, lost: AbortSignal): Promise<never> {
    await within(CONNECT_MS, client.connect())
    for (const { channel, onMessage } of subscriptions) await within(answerMs, client.subscribe(channel, onMessage))
    connected = client
    retryMs = FIRST_RETRY_MS
    for (const { onListening } of subscriptions) onListening()
    for (;;) {
      await within(answerMs, client.eval(PROBE, { keys: [probeKey] })).then(health.up, (error: unknown) => {
        if (!(error instanceof ErrorReply)) throw error
        // It is alive, and messages arrive, but it takes no writes: its memory is full, or it is a replica.
        health.down(error)
      })
      await delay(PROBE_GAP_MS, undefined, { signal: lost })
    }
  }

  async function keepConnected(): Promise<void> {
    while (!signal.aborted) {
      const client = clientOf(url)
      const lost = new AbortController()
      client.on('error', error => lost.abort(error))
      const end = () => {
        lost.abort()
        client.destroy()
      }
      signal.addEventListener('abort', end)
      await useConnection(client, lost.signal).catch((error: unknown) => {
        if (!signal.aborted) health.down(lost.signal.reason ?? error)
      })
      connected = undefined
      signal.removeEventListener('abort', end)
      client.destroy()
      await delay(retryMs, undefined, { signal }).catch(() => {})
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
    }
  }

  return {
    get up() {
      return health.isUp
    },
    get listening() {
      return connected !== undefined
    },
    async run({ use, source, sha1 }, keys, args) {
      const client = connected
      if (client === undefined || !health.isUp) {
        onFallback(use)
        return undefined
      }
      try {
        const given = { keys: [...keys], arguments: args.map(String) }
        const reply = client.evalSha(sha1, given).catch((error: unknown) => {
          if (error instanceof ErrorReply && error.message.startsWith('NOSCRIPT')) return client.eval(source, given)
          throw error
        })
        return await within(patienceMs, reply)
      } catch (error) {
        // Later decisions do not wait for Redis until a probe succeeds.
        if (health.isUp && client === connected) health.down(error)
        onFallback(use)
        return undefined
      }
    },
    async publish(channel, message) {
      await connected?.publish(channel, message).catch(() => {})
    },
    subscribe: subscription => void subscriptions.push(subscription),
    start() {
      running ??= keepConnected()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}
