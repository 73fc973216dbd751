import type { Log } from '../../base/log/log.ts'
import { modesOf } from '../port/account.ts'
import type { IdempotencySupport, Provider } from '../port/provider.ts'
import { guardCalls } from '../shared/guarded-calls.ts'
import type { GuardedClientOptions } from '../shared/guarded-client.ts'
import { translateAnswer } from './answers/answer.ts'
import { chargesOfAgreement } from './answers/charges-of-agreement.ts'
import { queryStatus } from './answers/status-query.ts'
import { capabilities, sandboxCapabilities } from './capabilities.ts'
import { createPproClient } from './client.ts'
import { isSandbox, type PproConfig } from './config.ts'
import { prepareRequest } from './requests/request.ts'
import { receiveWebhook, rereadWebhook } from './webhooks/webhook.ts'

export const PPRO_NAME = 'PPRO'

/** PPRO forgets a key after 24 hours. A request is resent only well within that time. */
const idempotencySupport: IdempotencySupport = {
  safeVerbs: ['createAgreement', 'createCharge', 'revokeAgreement', 'capture', 'refund', 'void'],
  replaysResponse: true,
  rememberedMs: 20 * 3_600_000,
}

interface PproOptions extends GuardedClientOptions {
  readonly log: Log
}

/** PPRO as a provider. `close` lets running calls finish and closes the connections. */
export function createPproProvider(
  config: PproConfig,
  { log, ...options }: PproOptions,
): Provider & {
  close(): Promise<void>
} {
  const client = createPproClient(config, options)

  const calls = guardCalls('PPRO', log)
  return {
    code: 'PPRO',
    name: PPRO_NAME,
    simulated: config.simulated,
    modes: modesOf(config),
    capabilities: isSandbox(config) ? sandboxCapabilities : capabilities,
    idempotencySupport,
    readsAgreements: true,
    prepare: prepareRequest,
    send: (request, { deadlineMs }) =>
      calls.send(request, async () => translateAnswer(config, request, await client.post(request, deadlineMs))),
    queryStatus: (question, { deadlineMs }) =>
      calls.ask(question, () => queryStatus(config, client, question, deadlineMs)),
    listCharges: (agreementReference, { deadlineMs }) =>
      chargesOfAgreement(config, client, agreementReference, deadlineMs).catch(() => undefined),
    receive: notification => calls.receive(() => receiveWebhook(config, notification)),
    read: rawBody => rereadWebhook(config, rawBody),
    health: () => client.health(),
    close: () => client.close(),
  }
}
