import type { Metrics } from '../http/metrics.ts'
import type { Provider } from '../providers/port/provider.ts'

/** Wraps a provider so that its calls are counted by outcome. */
export function meterProvider(provider: Provider, metrics: Metrics): Provider {
  const count = (call: string, outcome: string, durationMs: number) => {
    metrics.providerCalls.inc({ provider: provider.code, call, outcome })
    metrics.providerCallDuration.observe({ provider: provider.code, call }, durationMs / 1000)
  }
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
      const answer = await provider.send(request, options)
      count(request.verb, answer.outcome, answer.call.durationMs)
      return answer
    },
    async queryStatus(question, options) {
      const answer = await provider.queryStatus(question, options)
      count('queryStatus', `found_${answer.found}`, answer.call.durationMs)
      return answer
    },
    ...(provider.listCharges && { listCharges: provider.listCharges.bind(provider) }),
    receive: delivery => provider.receive(delivery),
    read: rawBody => provider.read(rawBody),
    health: () => provider.health(),
  }
}
