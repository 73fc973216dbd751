import { isoTime, type SandboxClock } from '../time/clock.ts'
import type { WebhookRecord } from '../webhook-sender.ts'
import { randomToken } from './identifiers.ts'
import type { Table } from './store.ts'

/** A task at a time of the sandbox clock, kept in the journal until it is done. */
export type TimerRecord<Task> = { readonly id: string; readonly dueAtMs: number; readonly task: Task }

type UnitParts<Task> = {
  readonly clock: SandboxClock
  readonly timers: Table<TimerRecord<Task>>
  readonly webhooks: Table<WebhookRecord>
}

/**
 * One transaction. Everything in it has the same time. Its webhooks and timers are recorded with it and start only
 * after the commit.
 */
export class UnitOfWork<Task> {
  readonly nowMs: number
  readonly now: string
  readonly webhookIds: string[] = []
  readonly newTimers: Array<TimerRecord<Task>> = []
  readonly canceledTimerIds: string[] = []
  readonly #parts: UnitParts<Task>

  constructor(parts: UnitParts<Task>) {
    this.#parts = parts
    this.nowMs = parts.clock.now()
    this.now = isoTime(this.nowMs)
  }

  /** @returns the timer's id, for `cancelTimer` */
  setTimer(delayMs: number, task: Task): string {
    const timer = { id: randomToken(21), dueAtMs: this.nowMs + delayMs, task }
    this.#parts.timers.put(timer)
    this.newTimers.push(timer)
    return timer.id
  }

  cancelTimer(timerId: string): void {
    this.#parts.timers.delete(timerId)
    this.canceledTimerIds.push(timerId)
  }

  /** Records a webhook for delivery; its bytes are the same in all retries. */
  recordWebhook(
    webhook: Pick<WebhookRecord, 'id' | 'type' | 'subject' | 'reference' | 'url'> & { body: string },
  ): void {
    this.#parts.webhooks.put({ ...webhook, attempts: 0, delivered: false, nextAttemptAtMs: this.nowMs })
    this.webhookIds.push(webhook.id)
  }
}
