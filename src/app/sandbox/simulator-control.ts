import { request } from 'undici'
import type { SimulatorControl } from '../../http/routes/console/sandbox.ts'

const DEADLINE_MS = 10_000

/** The simulators' control calls. @param url Without a slash at the end. */
export function createSimulatorControl(url: string): SimulatorControl {
  return async (call, body) => {
    const signal = AbortSignal.timeout(DEADLINE_MS)
    const answer = await request(`${url}/control/${call}`, { method: 'POST', body, signal })
    return { status: answer.statusCode, text: await answer.body.text() }
  }
}
