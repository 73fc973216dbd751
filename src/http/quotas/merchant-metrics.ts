import { Counter, Gauge, type Registry } from 'prom-client'

/** Merchants with a label of their own. */
const MOST_LABELS = 100
const OTHERS = 'others'

/** The resources of a process that merchants use. */
export interface MerchantMetrics {
  operation(merchantId: string): void
  values(merchantId: string, count: number): void
  refused(merchantId: string, limit: string): void
  subscriptions(merchantId: string, more: 1 | -1): void
}

/**
 * Metrics by merchant. The first hundred merchants that a process serves have a label each, and all later ones share
 * one label, so that a thousand merchants do not make thousands of time series.
 */
export function createMerchantMetrics(registry: Registry): MerchantMetrics {
  const registers = [registry]
  const labelNames = ['merchant'] as const
  const known = new Set<string>()
  const labelOf = (merchantId: string): string => {
    if (known.has(merchantId)) return merchantId
    if (known.size >= MOST_LABELS) return OTHERS
    known.add(merchantId)
    return merchantId
  }
  const operations = new Counter({
    name: 'perennial_merchant_operations_total',
    help: 'GraphQL operations by merchant; the merchants after the first hundred are "others".',
    labelNames,
    registers,
  })
  const values = new Counter({
    name: 'perennial_merchant_values_total',
    help: 'Cost of the executed GraphQL operations by merchant, in values.',
    labelNames,
    registers,
  })
  const refused = new Counter({
    name: 'perennial_merchant_refused_total',
    help: 'Requests refused because of a quota, by merchant and limit.',
    labelNames: ['merchant', 'limit'],
    registers,
  })
  const subscriptions = new Gauge({
    name: 'perennial_merchant_subscriptions_open',
    help: 'Open subscriptions by merchant.',
    labelNames,
    registers,
  })
  return {
    operation: merchantId => operations.inc({ merchant: labelOf(merchantId) }),
    values: (merchantId, count) => values.inc({ merchant: labelOf(merchantId) }, count),
    refused: (merchantId, limit) => refused.inc({ merchant: labelOf(merchantId), limit }),
    subscriptions: (merchantId, more) => subscriptions.inc({ merchant: labelOf(merchantId) }, more),
  }
}
