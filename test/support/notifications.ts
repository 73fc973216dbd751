import { simulatorClock } from './story.ts'
import { until } from './until.ts'
import type { World } from './world.ts'

const SOON_MS = 5_000

/**
 * Waits until the simulators have sent all notifications that are due soon, and all are processed: a late one would
 * change the test's later data. What processes one can ask a provider for more, which notifies again.
 */
export async function allNotificationsProcessed(world: World): Promise<void> {
  const areSent = async () => {
    const { now, nextDue, inFlight } = await simulatorClock(world)
    return inFlight === 0 && (nextDue === null || Date.parse(nextDue) > Date.parse(now) + SOON_MS)
  }
  do {
    await until('the providers to have sent their notifications', areSent)
    await world.quiet()
  } while (!(await areSent()))
}
