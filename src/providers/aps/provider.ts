import type { Log } from '../../base/log/log.ts'
import { modesOf } from '../port/account.ts'
import type { IdempotencySupport, Provider } from '../port/provider.ts'
import { guardCalls } from '../shared/guarded-calls.ts'
import type { GuardedClientOptions } from '../shared/guarded-client.ts'
import { APS_NAME, translateAnswer } from './answers/answer.ts'
import { queryStatus } from './answers/status-query.ts'
import { receiveWebhook, rereadWebhook } from './answers/webhook.ts'
import { capabilities } from './capabilities.ts'
import { createApsClient } from './client.ts'
import type { ApsConfig } from './config.ts'
import { hostedSetUp } from './hosted.ts'
import { prepareRequest } from './requests/request.ts'

/**
 * A payment's `merchant_reference` is unique: a second sending is refused as a duplicate. Voiding or deactivating a
 * token twice has the same effect. Not documented, so inferred for refunds: a refund's reference can be reused only
 * after a decline, so a second sending of a successful one should be refused. A capture has no reference: a second one
 * captures again.
 */
const idempotencySupport: IdempotencySupport = {
  safeVerbs: ['createAgreement', 'createCharge', 'revokeAgreement', 'refund', 'void'],
  rememberedMs: null,
  replaysResponse: false,
}

interface ApsOptions extends GuardedClientOptions {
  readonly log: Log
}

/** APS as a provider. `close` lets running calls finish and closes the connections. */
export function createApsProvider(
  config: ApsConfig,
  { log, ...options }: ApsOptions,
): Provider & {
  close(): Promise<void>
} {
  const client = createApsClient(config, options)
  const calls = guardCalls('APS', log)
  return {
    code: 'APS',
    name: APS_NAME,
    simulated: config.simulated,
    modes: modesOf(config),
    capabilities,
    idempotencySupport,
    readsAgreements: false,
    hosted: hostedSetUp(config),
    prepare: command => prepareRequest(config, command),
    send: (request, { deadlineMs }) =>
      calls.send(request, async () => translateAnswer(config, request, await client.post(request.body, deadlineMs))),
    queryStatus: (question, { deadlineMs }) =>
      calls.ask(question, () => queryStatus(config, client, question, deadlineMs)),
    receive: notification => calls.receive(() => receiveWebhook(config, notification)),
    read: rawBody => rereadWebhook(config, rawBody),
    health: () => client.health(),
    close: () => client.close(),
  }
}
