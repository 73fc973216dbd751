import type { Log } from '../../base/log/log.ts'
import type { ProviderCode } from '../../domain/enums.ts'
import type { Answer, StatusAnswer } from '../port/outcome.ts'
import type { ProviderRequest, StatusQuery, WebhookReading } from '../port/provider.ts'
import type { AnswerTranslation, StatusQueryTranslation, WebhookTranslation } from './translation.ts'

/** Wraps the three entries of an adapter, so that none of them throws. Notes for operators are logged. */
interface GuardedCalls {
  send(request: ProviderRequest, translate: () => Promise<AnswerTranslation>): Promise<Answer>
  ask(question: StatusQuery, translate: () => Promise<StatusQueryTranslation>): Promise<StatusAnswer>
  receive(translate: () => WebhookTranslation): WebhookReading
}

export function guardCalls(provider: ProviderCode, log: Log): GuardedCalls {
  /** Logs a warning: the adapter needs a new code, or an operator must examine a response. */
  const warn = (notes: readonly string[], about: Readonly<Record<string, string | undefined>>) => {
    for (const note of notes) log.warn({ provider, ...about }, note)
  }
  /** Logs a defect. Only the error's name is logged, because its message can quote data. */
  const defect = (error: unknown, about: Readonly<Record<string, string | undefined>>, startedAtMs: number) => {
    log.error({ provider, ...about, error: nameOf(error) }, 'defect in the adapter')
    return { summary: 'defect in the adapter', durationMs: Math.round(performance.now() - startedAtMs) }
  }
  return {
    async send(request, translate) {
      const about = { verb: request.verb, providerRequest: request.providerKey }
      const startedAtMs = performance.now()
      try {
        const { answer, notes } = await translate()
        warn(notes, about)
        return answer
      } catch (error) {
        // It is unknown whether the request was sent.
        return { outcome: 'unknown', queryStatusNow: false, call: defect(error, about, startedAtMs) }
      }
    },
    async ask(question, translate) {
      const about = { statusQuery: question.about, providerReference: question.providerReference ?? undefined }
      const startedAtMs = performance.now()
      try {
        const { answer, notes } = await translate()
        warn(notes, about)
        return answer
      } catch (error) {
        return { found: 'unknown', call: defect(error, about, startedAtMs) }
      }
    },
    receive(translate) {
      const { reading, notes } = translate()
      warn(notes, { webhook: eventIdOf(reading) })
      return reading
    },
  }
}

function eventIdOf(reading: WebhookReading): string | undefined {
  if (reading.verdict === 'accepted') return reading.notice.eventId
  return 'eventId' in reading ? reading.eventId : undefined
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
