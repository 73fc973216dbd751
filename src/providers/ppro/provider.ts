import type { Log } from '../../base/log.ts'
import type { Answer, LookUpAnswer } from '../outcome.ts'
import type { LookUp, Provider, ProviderRequest } from '../provider.ts'
import { translateAnswer } from './answer.ts'
import { capabilities, sandboxCapabilities } from './capabilities.ts'
import { createPproClient, type PproClientOptions } from './client.ts'
import { isSandbox, modesOf, type PproConfig } from './config.ts'
import { lookUp } from './look-up.ts'
import { prepareRequest } from './request.ts'
import { receiveWebhook, rereadWebhook } from './webhook.ts'

export const PPRO_NAME = 'PPRO'

export interface PproOptions extends PproClientOptions {
  readonly log: Log
}

/** PPRO behind the port. `close` lets calls under way finish and closes the connections. */
export function createPproProvider(
  config: PproConfig,
  { log, ...options }: PproOptions,
): Provider & {
  close(): Promise<void>
} {
  const client = createPproClient(config, options)

  /** Loud: a person has to teach this adapter a new word, or to look into an answer. */
  const warn = (notes: readonly string[], about: Readonly<Record<string, string | undefined>>) => {
    for (const note of notes) log.warn({ provider: 'PPRO', ...about }, note)
  }

  async function send(request: ProviderRequest, deadlineMs: number): Promise<Answer> {
    const about = { verb: request.verb, attempt: request.providerKey }
    const startedAtMs = performance.now()
    try {
      const { answer, notes } = translateAnswer(request, await client.post(request, deadlineMs))
      warn(notes, about)
      return answer
    } catch (error) {
      // A defect of ours. Whether the request went out is not known here, and the error may quote what it was about.
      log.error({ provider: 'PPRO', ...about, error: nameOf(error) }, 'defect in the adapter')
      return { outcome: 'unknown', lookUpNow: false, call: defect(startedAtMs) }
    }
  }

  async function ask(question: LookUp, deadlineMs: number): Promise<LookUpAnswer> {
    const startedAtMs = performance.now()
    const about = { lookUp: question.about, providerReference: question.providerReference ?? undefined }
    try {
      const { answer, notes } = await lookUp(client, question, deadlineMs)
      warn(notes, about)
      return answer
    } catch (error) {
      log.error({ provider: 'PPRO', ...about, error: nameOf(error) }, 'defect in the adapter')
      return { found: 'unknown', call: defect(startedAtMs) }
    }
  }

  return {
    code: 'PPRO',
    name: PPRO_NAME,
    simulated: config.simulated,
    modes: modesOf(config),
    capabilities: isSandbox(config) ? sandboxCapabilities : capabilities,
    prepare: prepareRequest,
    send: (request, { deadlineMs }) => send(request, deadlineMs),
    lookUp: (question, { deadlineMs }) => ask(question, deadlineMs),
    receive: delivery => {
      const { reading, notes } = receiveWebhook(config, delivery)
      warn(notes, { webhook: 'eventId' in reading ? reading.eventId : undefined })
      return reading
    },
    read: rereadWebhook,
    health: () => client.health(),
    close: () => client.close(),
  }
}

function defect(startedAtMs: number): Answer['call'] {
  return { summary: 'defect in the adapter', durationMs: Math.round(performance.now() - startedAtMs) }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
