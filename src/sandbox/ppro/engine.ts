import type { Agenda } from '../agenda.ts'
import type { Store } from '../store.ts'
import type { WebhookDelivery } from '../webhook-delivery.ts'
import { expireAuthentication } from './authentications.ts'
import { confirmCharge } from './charge-authorization.ts'
import { confirmRefund } from './charge-operations.ts'
import type { TimerRecord, TimerTask } from './records.ts'
import { type Surroundings, Unit } from './unit.ts'

export type Committed<R> = { readonly result: R; readonly webhookIds: readonly string[] }

/** Runs units of work: each is kept whole in the journal before anything that it sets off is started. */
export class Engine {
  readonly #store: Store
  readonly #agenda: Agenda
  readonly #surroundings: Surroundings
  readonly #delivery: WebhookDelivery

  constructor(parts: { store: Store; agenda: Agenda; surroundings: Surroundings; delivery: WebhookDelivery }) {
    this.#store = parts.store
    this.#agenda = parts.agenda
    this.#surroundings = parts.surroundings
    this.#delivery = parts.delivery
  }

  /** Picks up the timers and webhooks of the process before; idempotency keys that have expired are forgotten. */
  resume(): void {
    const { tables, clock } = this.#surroundings
    this.#store.transaction(() => {
      const expired = [...tables.idempotency.values()].filter(record => record.expiresAtMs <= clock.now())
      for (const record of expired) tables.idempotency.delete(record.id)
    })
    for (const timer of tables.timers.values()) this.#schedule(timer)
    this.#delivery.resume()
  }

  /** Commits `work`. Its webhooks are on record but not sent: that is for the caller to do, after it has answered. */
  commit<R>(work: (unit: Unit) => R): Committed<R> {
    const unit = new Unit(this.#surroundings)
    const result = this.#store.transaction(() => work(unit))
    for (const timerId of unit.canceledTimerIds) this.#agenda.cancel(agendaKey(timerId))
    for (const timer of unit.newTimers) this.#schedule(timer)
    return { result, webhookIds: unit.webhookIds }
  }

  /** Commits `work` and sends its webhooks; for what no request waits for. */
  run<R>(work: (unit: Unit) => R): R {
    const { result, webhookIds } = this.commit(work)
    this.#delivery.send(webhookIds)
    return result
  }

  #schedule(timer: TimerRecord): void {
    this.#agenda.schedule(agendaKey(timer.id), timer.dueAtMs, () =>
      this.run(unit => {
        unit.tables.timers.delete(timer.id)
        perform(unit, timer.task)
      }),
    )
  }
}

function perform(unit: Unit, task: TimerTask): void {
  switch (task.kind) {
    case 'authentication-timeout':
      expireAuthentication(unit, task.authenticationId)
      break
    case 'charge-confirmation':
      confirmCharge(unit, task.chargeId, task.result)
      break
    case 'refund-confirmation':
      confirmRefund(unit, task.chargeId, task.refundId, task.result)
      break
  }
}

function agendaKey(timerId: string): string {
  return `timer:${timerId}`
}
