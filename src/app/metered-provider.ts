import { type ActiveSpan, inSpan } from '../base/trace.ts'
import { declineCodes } from '../domain/decline/codes.ts'
import type { Failure } from '../domain/decline/failure.ts'
import type { Metrics } from '../http/metrics.ts'
import type { CallRecord } from '../providers/port/outcome.ts'
import type { Provider } from '../providers/port/provider.ts'

const codes: ReadonlySet<string> = new Set(declineCodes.map(({ code }) => code))

/** A code that the gateway knows: a provider's own text would make a time series for each. */
function codeOf({ code }: Failure): string {
  return codes.has(code) ? code : 'OTHER'
}

function statusClass({ httpStatus }: CallRecord): string {
  const first = Math.floor((httpStatus ?? 0) / 100)
  return first >= 1 && first <= 5 ? `${first}xx` : 'none'
}

const statusOf = ({ httpStatus }: CallRecord) => (httpStatus === undefined ? {} : { 'http.status': httpStatus })

/** Wraps a provider so that its calls are traced, and all but lists of charges counted by outcome. */
export function meterProvider(provider: Provider, metrics: Metrics): Provider {
  const count = (call: string, outcome: string, record: CallRecord, code = statusClass(record)) => {
    metrics.providerCalls.inc({ provider: provider.code, call, outcome, code })
    metrics.providerCallDuration.observe({ provider: provider.code, call }, record.durationMs / 1000)
  }
  // The provider is a third party: it gets no traceparent.
  const traced = <T>(call: string, work: (span: ActiveSpan) => Promise<T>) =>
    inSpan(() => ({ name: `${provider.code} ${call}`, kind: 'client', attributes: { provider: provider.code } }), work)
  return {
    code: provider.code,
    name: provider.name,
    simulated: provider.simulated,
    modes: provider.modes,
    capabilities: provider.capabilities,
    idempotencySupport: provider.idempotencySupport,
    readsAgreements: provider.readsAgreements,
    ...(provider.hosted && { hosted: provider.hosted }),
    prepare: command => provider.prepare(command),
    async send(request, options) {
      const answer = await traced(request.verb, async span => {
        const received = await provider.send(request, options)
        span.set({ outcome: received.outcome, ...statusOf(received.call) })
        return received
      })
      count(
        request.verb,
        answer.outcome,
        answer.call,
        answer.outcome === 'declined' ? codeOf(answer.failure) : undefined,
      )
      return answer
    },
    async queryStatus(question, options) {
      const answer = await traced('queryStatus', async span => {
        const received = await provider.queryStatus(question, options)
        span.set({ outcome: `found_${received.found}`, ...statusOf(received.call) })
        return received
      })
      count('queryStatus', `found_${answer.found}`, answer.call)
      return answer
    },
    ...(provider.listCharges && {
      listCharges: (reference, options) =>
        traced('listCharges', async () => provider.listCharges?.(reference, options)),
    }),
    receive: notification => provider.receive(notification),
    read: rawBody => provider.read(rawBody),
    health: () => provider.health(),
  }
}
