import type { Log } from '../base/log/log.ts'
import { type Alarm, createAlarm } from './alarm.ts'

export interface Loop {
  readonly name: string
  /** How long it waits if it found nothing to do. */
  readonly pauseMs: number
  readonly signal: AbortSignal
  /** Ends a pause early. */
  readonly alarm?: Alarm | undefined
}

/**
 * Takes work until it is stopped: again at once if it found some, otherwise after a pause. A failure is logged and does
 * not end the loop.
 */
export async function loop(
  log: Log,
  { name, pauseMs, signal, alarm = createAlarm() }: Loop,
  take: () => Promise<number>,
): Promise<void> {
  signal.addEventListener('abort', alarm.ring)
  while (!signal.aborted) {
    alarm.reset()
    let found = 0
    try {
      found = await take()
    } catch (error) {
      log.error({ job: name, err: error }, 'a background job failed; retrying after a pause')
    }
    if (found === 0 && !signal.aborted) await alarm.wait(pauseMs)
  }
}
