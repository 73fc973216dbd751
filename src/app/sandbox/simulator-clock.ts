import { Pool } from 'undici'
import { z } from 'zod'
import type { Log } from '../../base/log/log.ts'
import type { SimulatorClock, SimulatorTime } from '../../operations/sandbox-clock/time.ts'

/** Long, because each webhook that falls due can wait ten seconds for a gateway that does not answer. */
const ADVANCE_DEADLINE_MS = 120_000
const READ_DEADLINE_MS = 5_000

const instant = z.iso.datetime().transform(text => new Date(text))
const answer = z.object({ now: instant, nextDue: instant.nullable(), inFlight: z.number().default(0) })

interface SimulatorClockClient extends SimulatorClock {
  /** Aborts calls in flight. */
  close(): Promise<void>
}

/** The simulators' clock, over their control interface. @param url Without a slash at the end. */
export function createSimulatorClock(url: string, { log }: { readonly log: Log }): SimulatorClockClient {
  const pool = new Pool(url, { connections: 2, headersTimeout: 0, bodyTimeout: 0 })
  const ask = async (
    deadlineMs: number,
    request: { method: 'GET' } | { method: 'POST'; body: string },
  ): Promise<SimulatorTime | undefined> => {
    try {
      const signal = AbortSignal.timeout(deadlineMs)
      const { statusCode, body } = await pool.request({ path: '/control/clock', signal, ...request })
      const text = await body.text()
      if (statusCode !== 200) throw new Error(`the simulators answered ${statusCode}: ${text.slice(0, 200)}`)
      return answer.parse(JSON.parse(text))
    } catch (error) {
      log.error({ url, err: error }, 'the clock of the simulators could not be reached')
      return undefined
    }
  }
  return {
    read: () => ask(READ_DEADLINE_MS, { method: 'GET' }),
    advance: to => ask(ADVANCE_DEADLINE_MS, { method: 'POST', body: JSON.stringify({ to: to.toISOString() }) }),
    close: () => pool.destroy(),
  }
}
