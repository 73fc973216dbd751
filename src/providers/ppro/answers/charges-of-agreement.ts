import { reachedByPlainHttp } from '../../port/account.ts'
import type { ChargeList } from '../../port/provider.ts'
import { parseWire, recordsOf } from '../../shared/wire.ts'
import type { PproClient } from '../client.ts'
import type { PproConfig } from '../config.ts'
import { mapCharge } from './charge-mapping.ts'

/**
 * The charges of an agreement at PPRO. Only the first page is read: PPRO documents neither the size nor the format of its
 * pages. Nor is the list complete if a charge of it cannot be understood.
 */
export async function chargesOfAgreement(
  config: Pick<PproConfig, 'baseUrl'>,
  client: PproClient,
  agreementReference: string,
  deadlineMs: number,
): Promise<ChargeList | undefined> {
  const query = new URLSearchParams({ agreementId: agreementReference })
  const exchange = await client.get(`/v1/payment-charges?${query}`, deadlineMs)
  if (exchange.kind !== 'response' || exchange.status !== 200) return undefined
  const body = parseWire(exchange.text)
  const charges = body && recordsOf(body, 'data')
  if (charges === undefined) return undefined
  const plainHttp = reachedByPlainHttp(config.baseUrl)
  const reports = charges.flatMap(charge => {
    const mapped = mapCharge(charge, { complete: true, plainHttp })
    return mapped.ok ? [mapped.value.report] : []
  })
  return { reports, isComplete: reports.length === charges.length && (body?.['nextPage'] ?? null) === null }
}
