import type { Log } from '../../base/log.ts'
import { modesOf } from '../account.ts'
import { guardCalls } from '../guarded-calls.ts'
import type { GuardedClientOptions } from '../guarded-client.ts'
import type { Provider, Repetition } from '../provider.ts'
import { APS_NAME, translateAnswer } from './answer.ts'
import { capabilities } from './capabilities.ts'
import { createApsClient } from './client.ts'
import type { ApsConfig } from './config.ts'
import { hostedSetUp } from './hosted.ts'
import { lookUp } from './look-up.ts'
import { prepareRequest } from './request.ts'
import { receiveWebhook, rereadWebhook } from './webhook.ts'

/**
 * A payment's `merchant_reference` is unique: a second one is refused as a duplicate. A void and an inactive token are the
 * same done twice. Our inference is the refund: its reference may be used again only after a decline, so that a repeated one
 * that succeeded should be refused. A capture has no reference of its own: the same again captures again.
 */
const repetition: Repetition = {
  safeVerbs: ['createAgreement', 'createCharge', 'revokeAgreement', 'refund', 'void'],
  rememberedMs: null,
  answersAgain: false,
}

export interface ApsOptions extends GuardedClientOptions {
  readonly log: Log
}

/** APS behind the port. `close` lets calls under way finish and closes the connections. */
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
    repetition,
    readsAgreements: false,
    hosted: hostedSetUp(config),
    prepare: command => prepareRequest(config, command),
    send: (request, { deadlineMs }) =>
      calls.send(request, async () => translateAnswer(config, request, await client.post(request.body, deadlineMs))),
    lookUp: (question, { deadlineMs }) => calls.ask(question, () => lookUp(config, client, question, deadlineMs)),
    receive: delivery => calls.receive(() => receiveWebhook(config, delivery)),
    read: rawBody => rereadWebhook(config, rawBody),
    health: () => client.health(),
    close: () => client.close(),
  }
}
