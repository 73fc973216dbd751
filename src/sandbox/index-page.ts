import { FAULT_KINDS } from './faults/faults.ts'
import type { Simulator } from './simulator.ts'
import { page } from './web/page.ts'

const CONTROL_CALLS: ReadonlyArray<readonly [call: string, body: string, does: string]> = [
  [
    'POST /control/accounts',
    '{ "provider": "PPRO", "merchantId": …, "apiKey": …, "webhookSecret": …, "webhookUrl": … }',
    'Adds an account, or changes its credentials',
  ],
  ['GET /control/ledger', '', 'The records of the providers: agreements, charges, webhooks'],
  [
    'POST /control/faults',
    '{ provider?, seed?, rates?, delayMs? }',
    `Rates from 0 to 1 of ${FAULT_KINDS.join(', ')}; delayMs is [minimum, maximum]. Each fault is drawn from seed,
     operation, reference and try. A dropped webhook is never sent.`,
  ],
  [
    'POST /control/outcomes',
    '{ provider, agreementId?, operation, outcomes }',
    'Outcomes of the next charges, captures, refunds or voids, in order. Replaces the outcomes that wait',
  ],
  [
    'POST /control/agreements/{id}/revoke',
    '{ by: CONSUMER | PROVIDER }',
    'Ends an active agreement as the consumer or the provider',
  ],
  [
    'POST /control/limits',
    '{ provider, perSecond }',
    'Requests per second, with a burst of twice that; null for no limit',
  ],
  ['GET /control/clock', '', 'The time here, when the next task is due, and how much is in flight'],
  [
    'POST /control/clock',
    '{ to }',
    'Moves the simulators’ clock forward and runs everything that becomes due. The gateway’s clock does not change',
  ],
  ['POST /control/reset', '', 'Clears faults, outcomes and limits. The ledger and the clock do not change'],
]

/** The page for a browser that opens the sandbox. */
export function indexPage(simulators: readonly Simulator[]): string {
  const rows = CONTROL_CALLS.map(
    ([call, body, does]) =>
      `<tr><td><code>${call}</code>${body === '' ? '' : `<br><code>${body}</code>`}</td><td>${does}</td></tr>`,
  )
  return page(
    'Perennial sandbox',
    `<h1>Perennial sandbox</h1>
    <p>Simulators of the payment providers. No money moves. See <a href="/control/ledger">the ledger</a> and
    <a href="/control/clock">the clock</a>.</p>
    <h2>Control</h2>
    <table>${rows.join('')}</table>
    ${simulators.map(simulator => simulator.description()).join('')}`,
  )
}
