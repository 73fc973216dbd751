import { Agent, request } from 'undici'
import type { Draws, Faults } from './faults/faults.ts'
import type { Table } from './storage/store.ts'
import type { Agenda } from './time/agenda.ts'
import type { SandboxClock } from './time/clock.ts'

/** A webhook and the state of its delivery. Its body is dropped once it will not be sent again. */
export type WebhookRecord = {
  readonly id: string
  readonly type: string
  /** The provider's id of the object; first deliveries for one subject keep their order. */
  readonly subject: string
  /**
   * The reference from which faults are drawn: the caller's reference of the object, or the subject if there is none.
   */
  readonly reference: string
  /** Null: the account's default at the time of sending. */
  readonly url: string | null
  readonly body: string | null
  /** How often it was sent. */
  readonly attempts: number
  readonly delivered: boolean
  /** On the sandbox clock. Null if it is delivered, given up or lost. */
  readonly nextAttemptAtMs: number | null
}

export type WebhookProtocol = {
  /** Seconds between two attempts. There is one more attempt than gaps. */
  readonly retryGapsSeconds: readonly number[]
  /** The headers of one delivery at this time of the sandbox clock, signatures included. */
  readonly headersFor: (body: string, nowMs: number) => Record<string, string>
  /** Statuses other than 2xx that also acknowledge a webhook. */
  readonly alsoAcknowledging?: readonly number[]
}

type WebhookSenderOptions = {
  readonly webhooks: Table<WebhookRecord>
  readonly transaction: <R>(work: () => R) => R
  readonly clock: SandboxClock
  readonly agenda: Agenda
  readonly faults: Faults
  readonly protocol: WebhookProtocol
  readonly defaultUrl: () => string
}

/** How long a receiver has to acknowledge, in real time. Neither provider publishes a figure. */
const ACKNOWLEDGEMENT_TIMEOUT_MS = 10_000

/**
 * How long a webhook drawn for `reorderWebhook` waits for a later one of its subject to overtake it (sandbox clock).
 */
const REORDER_HOLD_MS = 2_000

/** Sockets per receiver. Further attempts wait, and their acknowledgement timeout starts only afterwards. */
const PARALLEL_ATTEMPTS = 32

/**
 * Sends webhooks at least once each, by the provider's retry schedule on the sandbox clock. A webhook that is not
 * acknowledged when the process ends is sent again after its restart.
 */
export class WebhookSender {
  readonly #options: WebhookSenderOptions
  readonly #agent = new Agent({ connections: PARALLEL_ATTEMPTS })
  readonly #lastOfSubject = new Map<string, Promise<void>>()
  readonly #heldOfSubject = new Map<string, string[]>()
  readonly #closing = new AbortController()
  readonly #waiting: Array<() => void> = []
  #running = 0

  constructor(options: WebhookSenderOptions) {
    this.#options = options
  }

  /** Schedules the undelivered webhooks of an earlier process. */
  resume(): void {
    for (const webhook of this.#options.webhooks.values()) {
      if (webhook.nextAttemptAtMs !== null) this.#schedule(webhook.id, webhook.nextAttemptAtMs)
    }
  }

  /** Starts the delivery of new webhooks without waiting. */
  send(ids: readonly string[]): void {
    for (const id of ids) this.#begin(id)
  }

  /** Sends them now and resolves when each one was acknowledged or has failed once. */
  async sendAndWait(ids: readonly string[]): Promise<void> {
    const subjects = new Set<string>()
    for (const id of ids) {
      this.#begin(id)
      const webhook = this.#options.webhooks.get(id)
      if (webhook) subjects.add(webhook.subject)
    }
    this.#options.agenda.runDue()
    await Promise.all([...subjects].map(subject => this.#lastOfSubject.get(subject)))
  }

  /** Aborts deliveries in flight; they count as not attempted and are sent again by the next process. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#agent.destroy()
  }

  #begin(id: string): void {
    const webhook = this.#options.webhooks.get(id)
    if (!webhook || webhook.nextAttemptAtMs === null) return
    const draws = this.#options.faults.draw(webhook.type, webhook.reference)
    if (draws.happens('dropWebhook')) this.#giveUp(id, 0)
    else if (draws.happens('reorderWebhook')) this.#hold(webhook)
    else this.#schedule(id, webhook.nextAttemptAtMs, draws)
  }

  #hold(webhook: WebhookRecord): void {
    const untilMs = this.#options.clock.now() + REORDER_HOLD_MS
    this.#change(webhook.id, { nextAttemptAtMs: untilMs })
    this.#heldOfSubject.set(webhook.subject, [...(this.#heldOfSubject.get(webhook.subject) ?? []), webhook.id])
    this.#schedule(webhook.id, untilMs)
  }

  #schedule(id: string, atMs: number, draws?: Draws): void {
    this.#options.agenda.schedule(`webhook:${id}`, atMs, () => this.#inTurn(id, atMs, draws))
  }

  /** First attempts for one subject run one after the other. Retries run when they are due. */
  #inTurn(id: string, dueAtMs: number, draws: Draws | undefined): Promise<void> {
    const webhook = this.#options.webhooks.get(id)
    if (!webhook) return Promise.resolve()
    if (webhook.attempts > 0) return this.#attempt(id, dueAtMs, draws)
    const previous = this.#lastOfSubject.get(webhook.subject) ?? Promise.resolve()
    const turn = previous
      .then(() => this.#attempt(id, dueAtMs, draws))
      .finally(() => {
        if (this.#lastOfSubject.get(webhook.subject) === turn) this.#lastOfSubject.delete(webhook.subject)
        this.#releaseHeld(webhook)
      })
    this.#lastOfSubject.set(webhook.subject, turn)
    return turn
  }

  /** One attempt, journaled with its result. A duplicate immediately follows the first acknowledged copy. */
  async #attempt(id: string, dueAtMs: number, draws: Draws | undefined): Promise<void> {
    const webhook = this.#options.webhooks.get(id)
    if (!webhook || webhook.body === null) return
    const acknowledged = await this.#post(webhook, webhook.body)
    if (this.#closing.signal.aborted) return
    const attempts = webhook.attempts + 1
    if (!acknowledged) return this.#retryLater(webhook, attempts, dueAtMs)
    const duplicated = draws?.happens('duplicateWebhook') === true
    if (duplicated) await this.#post(webhook, webhook.body)
    this.#change(id, {
      attempts: attempts + (duplicated ? 1 : 0),
      delivered: true,
      nextAttemptAtMs: null,
      body: null,
    })
  }

  /**
   * Gaps count from the time at which the attempt was due, so that a schedule on the sandbox clock is exact. After a
   * long outage they count from now.
   */
  #retryLater(webhook: WebhookRecord, attempts: number, dueAtMs: number): void {
    const gapSeconds = this.#options.protocol.retryGapsSeconds[attempts - 1]
    if (gapSeconds === undefined) {
      this.#giveUp(webhook.id, attempts)
      return
    }
    const nowMs = this.#options.clock.now()
    const planned = dueAtMs + gapSeconds * 1000
    const nextAttemptAtMs = planned > nowMs ? planned : nowMs + gapSeconds * 1000
    this.#change(webhook.id, { attempts, nextAttemptAtMs })
    this.#schedule(webhook.id, nextAttemptAtMs)
  }

  /** Stops delivery permanently. A webhook drawn for `dropWebhook` is never sent. */
  #giveUp(id: string, attempts: number): void {
    this.#change(id, { attempts, nextAttemptAtMs: null, body: null })
  }

  #releaseHeld(overtaker: WebhookRecord): void {
    const held = (this.#heldOfSubject.get(overtaker.subject) ?? []).filter(id => id !== overtaker.id)
    this.#heldOfSubject.delete(overtaker.subject)
    for (const id of held) this.#schedule(id, this.#options.clock.now())
  }

  #change(id: string, change: Partial<WebhookRecord>): void {
    const { webhooks, transaction } = this.#options
    transaction(() => {
      const webhook = webhooks.get(id)
      if (webhook) webhooks.put({ ...webhook, ...change })
    })
  }

  /** True if the receiver acknowledged in time. Redirects are not followed. */
  async #post(webhook: WebhookRecord, body: string): Promise<boolean> {
    await this.#acquire()
    try {
      const answer = await request(webhook.url ?? this.#options.defaultUrl(), {
        method: 'POST',
        headers: this.#options.protocol.headersFor(body, this.#options.clock.now()),
        body,
        dispatcher: this.#agent,
        signal: AbortSignal.any([AbortSignal.timeout(ACKNOWLEDGEMENT_TIMEOUT_MS), this.#closing.signal]),
      })
      await answer.body.dump()
      const { statusCode } = answer
      const isSuccess = statusCode >= 200 && statusCode < 300
      return isSuccess || this.#options.protocol.alsoAcknowledging?.includes(statusCode) === true
    } catch {
      return false
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }

  async #acquire(): Promise<void> {
    while (this.#running >= PARALLEL_ATTEMPTS) await new Promise<void>(resolve => this.#waiting.push(resolve))
    this.#running++
  }
}
