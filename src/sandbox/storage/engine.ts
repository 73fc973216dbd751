import type { Agenda } from '../time/agenda.ts'
import type { WebhookSender } from '../webhook-sender.ts'
import type { Store, Table } from './store.ts'
import type { TimerRecord, UnitOfWork } from './unit-of-work.ts'

export type Committed<R> = { readonly result: R; readonly webhookIds: readonly string[] }

type EngineParts<U, Task> = {
  readonly store: Store
  readonly agenda: Agenda
  readonly delivery: WebhookSender
  readonly timers: Table<TimerRecord<Task>>
  readonly newUnit: () => U
  /** Performs the task of a due timer. The timer is already deleted. */
  readonly perform: (unit: U, task: Task) => void
}

/** Runs units of work. Each one is written to the journal as a whole before its effects start. */
export class Engine<U extends UnitOfWork<Task>, Task> {
  readonly #parts: EngineParts<U, Task>

  constructor(parts: EngineParts<U, Task>) {
    this.#parts = parts
  }

  /** Resumes the timers and webhooks of the previous process. */
  resume(): void {
    for (const timer of this.#parts.timers.values()) this.#schedule(timer)
    this.#parts.delivery.resume()
  }

  /** Commits `work`. Its webhooks are recorded but not sent; the caller sends them after its response. */
  commit<R>(work: (unit: U) => R): Committed<R> {
    const { store, agenda, newUnit } = this.#parts
    const unit = newUnit()
    const result = store.transaction(() => work(unit))
    for (const timerId of unit.canceledTimerIds) agenda.cancel(agendaKey(timerId))
    for (const timer of unit.newTimers) this.#schedule(timer)
    return { result, webhookIds: unit.webhookIds }
  }

  /** Commits `work` and sends its webhooks, for work that is not part of a request. */
  run<R>(work: (unit: U) => R): R {
    const { result, webhookIds } = this.commit(work)
    this.#parts.delivery.send(webhookIds)
    return result
  }

  /** Keys contain random ids, so those of two simulators cannot collide on their common agenda. */
  #schedule(timer: TimerRecord<Task>): void {
    this.#parts.agenda.schedule(agendaKey(timer.id), timer.dueAtMs, () =>
      this.run(unit => {
        this.#parts.timers.delete(timer.id)
        this.#parts.perform(unit, timer.task)
      }),
    )
  }
}

function agendaKey(timerId: string): string {
  return `timer:${timerId}`
}
