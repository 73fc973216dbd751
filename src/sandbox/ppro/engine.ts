import type { Engine as SharedEngine } from '../storage/engine.ts'
import type { Store } from '../storage/store.ts'
import { expireAuthentication } from './agreements/authentications.ts'
import { confirmCharge } from './charges/authorization.ts'
import { confirmRefund } from './charges/operations.ts'
import type { TimerTask } from './records.ts'
import type { Surroundings, Unit } from './unit.ts'

export type Engine = SharedEngine<Unit, TimerTask>

/** Performs the task of a due timer. */
export function performTask(unit: Unit, task: TimerTask): void {
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

/** Deletes expired idempotency keys. */
export function forgetExpiredKeys(store: Store, { tables, clock }: Surroundings): void {
  store.transaction(() => {
    const expired = [...tables.idempotency.values()].filter(record => record.expiresAtMs <= clock.now())
    for (const record of expired) tables.idempotency.delete(record.id)
  })
}
