import { FAULT_KINDS } from '../faults/faults.ts'

type ControlCall = {
  readonly call: string
  readonly does: string
  /** JSON of a body that works when it is sent as it is; absent: a GET. */
  readonly example?: string
}

/** The control calls, for the index page. */
export const CONTROL_CALLS: readonly ControlCall[] = [
  {
    call: 'GET /control/ledger',
    does: 'The providers’ records: agreements, charges, webhooks. JSON, or a page for a browser.',
  },
  {
    call: 'POST /control/outcomes',
    does:
      'Sets the outcomes of the next charges, captures, refunds or voids, in order. Replaces outcomes that are still waiting. ' +
      'After the last one, everything is approved. With agreementId (Agreement.providerReference) it applies to that agreement only.',
    example: '{ "provider": "PPRO", "operation": "charge", "outcomes": ["INSUFFICIENT_FUNDS", "approve"] }',
  },
  {
    call: 'POST /control/faults',
    does:
      `Rates from 0 to 1 of ${FAULT_KINDS.join(', ')}; delayMs is [minimum, maximum]. Each fault is drawn from seed, operation, ` +
      'reference and try. A dropped webhook is never sent again. Without provider: for both.',
    example: '{ "provider": "APS", "seed": 1, "rates": { "dropAfterEffect": 0.3 }, "delayMs": [0, 200] }',
  },
  {
    call: 'POST /control/agreements/{id}/revoke',
    does: 'Ends an active agreement as the consumer or the provider (CONSUMER, PROVIDER).',
    example: '{ "by": "CONSUMER" }',
  },
  {
    call: 'POST /control/limits',
    does: 'Requests per second, with a burst of twice that; null for no limit.',
    example: '{ "provider": "PPRO", "perSecond": 5 }',
  },
  { call: 'GET /control/clock', does: 'The time here, when the next task is due, and how much is in flight.' },
  {
    call: 'POST /control/clock',
    does: 'Moves the simulators’ clock forward and runs everything that becomes due. The gateway’s clock does not change.',
    example: '{ "to": "2030-01-31T09:00:00Z" }',
  },
  { call: 'POST /control/reset', does: 'Clears faults, outcomes and limits; ledger and clock stay.', example: '{}' },
  {
    call: 'POST /control/accounts',
    does: 'Adds an account with a ledger of its own, or changes the credentials of the one with this name.',
    example:
      '{ "provider": "PPRO", "merchantId": "merch_second", "apiKey": "key_second", "webhookSecret": "secret_second",\n' +
      '  "webhookUrl": "http://localhost:4000/webhooks/ppro" }',
  },
]
