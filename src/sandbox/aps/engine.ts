import type { Engine as SharedEngine } from '../storage/engine.ts'
import { expireAuthentication } from './payments/authentications.ts'
import { lapseAuthorization, resolveOperation } from './payments/operations.ts'
import { resolvePayment } from './payments/outcome.ts'
import type { TimerTask } from './records.ts'
import type { Unit } from './unit.ts'

export type Engine = SharedEngine<Unit, TimerTask>

/** Performs the task of a due timer. */
export function performTask(unit: Unit, task: TimerTask): void {
  switch (task.kind) {
    case 'authentication-timeout':
      expireAuthentication(unit, task.orderId)
      break
    case 'payment-resolution':
      resolvePayment(unit, task.orderId, task.resolution)
      break
    case 'operation-resolution':
      resolveOperation(unit, task.orderId, task.operationId, task.resolution)
      break
    case 'authorization-lapse':
      lapseAuthorization(unit, task.orderId)
      break
  }
}
