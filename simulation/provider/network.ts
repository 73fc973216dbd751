import type { ProviderCode } from '../../src/domain/enums.ts'
import type { Answer, StatusAnswer } from '../../src/providers/port/outcome.ts'
import type { ProviderRequest, StatusQuery } from '../../src/providers/port/provider.ts'
import type { Chance } from '../engine/chance.ts'
import type { Scheduler } from '../engine/scheduler.ts'
import type { ExchangeFault, Swarm } from '../engine/swarm.ts'
import type { ModelProvider } from './model-provider.ts'

const LATENCY_MAX_MS = 300
const THROTTLED_MS = 700

/** The network's faults on exchanges with providers, drawn from the seed. */
export interface Weather {
  readonly chance: Chance
  /** Changes when the faults end. */
  readonly swarm: () => Swarm
  /** The fault of this one exchange, before any fault is drawn. A test makes a certain exchange fail this way. */
  readonly forced?: (owner: string, verb: string) => ExchangeFault | undefined
  readonly away: (code: ProviderCode) => Absence | undefined
}

/** A provider that cannot be reached. */
export interface Absence {
  readonly untilMs: number
  /** True if the gateway has noticed and sends it no requests. */
  readonly circuitOpen: boolean
}

interface Line {
  readonly scheduler: Scheduler
  readonly weather: Weather
  readonly owner: string
}

/**
 * Sends a request to a model provider, in three steps, with steps of others in between: it leaves, it arrives (even if
 * its sender was killed), and its response returns. The sender waits until its deadline at most.
 */
export async function send(
  { scheduler, weather, owner }: Line,
  provider: ModelProvider,
  request: ProviderRequest,
  deadlineMs: number,
): Promise<Answer> {
  const name = `${request.verb} ${request.expected.sentReference.slice(-6)}`
  const fault = await scheduler.step({ owner, label: `send ${name}` }, () =>
    weather.away(provider.code) ? 'refused' : drawFault(weather, owner, request.verb),
  )
  const startMs = scheduler.nowMs
  const call = (summary: string) => ({ summary, durationMs: scheduler.nowMs - startMs })
  if (fault === 'refused') return { outcome: 'notSent', call: call('connection refused') }
  if (fault === 'throttled') return { outcome: 'notSent', retryAfterMs: THROTTLED_MS, call: call('429') }
  return new Promise(resolve => {
    const cancel = scheduler.after(owner, deadlineMs, `timeout of ${name}`, () =>
      resolve({ outcome: 'unknown', queryStatusNow: false, call: call('timeout') }),
    )
    const answerIn = (label: string, answer: () => Answer) =>
      scheduler.after(owner, latency(weather), label, () => {
        cancel()
        resolve(answer())
      })
    const lost = () =>
      answerIn(`cut: ${name}`, () => ({ outcome: 'unknown', queryStatusNow: false, call: call(fault ?? '') }))
    if (fault === 'lostBefore' || fault === 'errorBefore') {
      lost()
      return
    }
    const lateMs = fault === 'late' ? weather.chance.between(0, weather.swarm().lateMaxMs) : 0
    scheduler.after('provider', latency(weather) + lateMs, `${provider.code} gets ${name}`, () => {
      const said = provider.receive(request)
      if (fault === undefined) answerIn(`answer to ${name}`, () => ({ ...said, call: call(said.outcome) }) as Answer)
      else if (fault !== 'late') lost()
    })
  })
}

export async function ask(
  { scheduler, weather, owner }: Line,
  provider: ModelProvider,
  question: StatusQuery,
  deadlineMs: number,
): Promise<StatusAnswer> {
  const name = `status query ${question.about} ${(question.providerReference ?? 'by reference').slice(-12)}`
  const fails = await scheduler.step(
    { owner, label: `send ${name}` },
    () => weather.away(provider.code) !== undefined || weather.chance.happens(weather.swarm().statusQueryFails),
  )
  const startMs = scheduler.nowMs
  const call = (summary: string) => ({ summary, durationMs: scheduler.nowMs - startMs })
  return new Promise(resolve => {
    const cancel = scheduler.after(owner, deadlineMs, `timeout of ${name}`, () =>
      resolve({ found: 'unknown', call: call('timeout') }),
    )
    scheduler.after('provider', latency(weather), `${provider.code} gets ${name}`, () => {
      const found = provider.find(question)
      scheduler.after(owner, latency(weather), `answer to ${name}`, () => {
        cancel()
        resolve(
          fails ? { found: 'unknown', call: call('500') } : ({ ...found, call: call(found.found) } as StatusAnswer),
        )
      })
    })
  })
}

function latency({ chance }: Weather): number {
  return chance.between(1, LATENCY_MAX_MS)
}

function drawFault(weather: Weather, owner: string, verb: string): ExchangeFault | undefined {
  const forced = weather.forced?.(owner, verb)
  if (forced !== undefined) return forced
  for (const [fault, rate] of weather.swarm().exchange) if (weather.chance.happens(rate)) return fault
  return undefined
}
