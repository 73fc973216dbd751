import type { OutgoingHttpHeaders } from 'node:http'
import type { Caller } from '../../operations/command/caller.ts'
import type { CallerAddress } from './caller-address.ts'
import type { Limiter } from './limiter.ts'
import type { MerchantMetrics } from './merchant-metrics.ts'
import { policyHeader, rateHeader } from './rate-headers.ts'
import { RateLimitedError } from './rate-limited.ts'
import { policiesFrom, type QuotaSettings } from './settings.ts'

export interface Ruling {
  /** Undefined if the operation may run. */
  readonly refusal: RateLimitedError | undefined
  /** For the response, refused or not. */
  readonly headers: OutgoingHttpHeaders
}

export interface Rates {
  /** Counts one operation against the rates of its address, credential and merchant. */
  operation(caller: Caller, address: CallerAddress): Promise<Ruling>
  /** Counts an operation's cost, in values, against the rates of its client token and merchant. */
  cost(caller: Caller, values: number): Promise<RateLimitedError | undefined>
}

const advice: Readonly<Record<string, string>> = {
  address: 'Too many operations from this address.',
  key: 'Too many operations with this key.',
  token: 'Too many operations with this client token.',
  merchant: 'Too many operations of this merchant.',
}

export function createRates(settings: QuotaSettings, limiter: Limiter, metrics: MerchantMetrics): Rates {
  const policies = policiesFrom(settings)
  const { merchant, key, token, values, tokenValues } = policies
  const policyHeaders = {
    key: policyHeader([key, merchant, values]),
    token: policyHeader([token, merchant, tokenValues, values]),
  }

  return {
    async operation(caller, address) {
      const { merchantId } = caller.tenant
      const credential = caller.grant === undefined ? 'key' : 'token'
      const takings = [
        { policy: policies[credential], key: caller.actor },
        { policy: merchant, key: merchantId },
        ...(address.isShared ? [] : [{ policy: policies.address, key: address.key }]),
      ]
      const verdict = await limiter.take(takings, 1)
      const headers = { 'ratelimit-policy': policyHeaders[credential], ratelimit: rateHeader(verdict) }
      if (verdict.ok) {
        metrics.operation(merchantId)
        return { refusal: undefined, headers }
      }
      const { policy, retryAfterMs } = verdict
      metrics.refused(merchantId, policy.name)
      const what = `${advice[policy.name]} At most ${policy.perSecond} per second are allowed, and ${policy.quota} at once.`
      return { refusal: new RateLimitedError(what, retryAfterMs, verdict), headers }
    },
    async cost({ tenant: { merchantId }, grant, actor }, cost) {
      const ofToken = grant === undefined ? [] : [{ policy: tokenValues, key: actor }]
      const verdict = await limiter.take([...ofToken, { policy: values, key: merchantId }], cost)
      if (verdict.ok) {
        metrics.values(merchantId, cost)
        return undefined
      }
      const { policy, retryAfterMs } = verdict
      metrics.refused(merchantId, policy.name)
      const what =
        `The operations of this ${policy === tokenValues ? 'client token' : 'merchant'} cost too much: at most ` +
        `${policy.perSecond} values per second and ${policy.quota} at once are allowed, and this one costs ${cost}. ` +
        'Request smaller pages or fewer fields.'
      return new RateLimitedError(what, retryAfterMs, verdict)
    },
  }
}
