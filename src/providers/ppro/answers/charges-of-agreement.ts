import type { ChargeReport } from '../../../domain/provider/report.ts'
import { reachedByPlainHttp } from '../../port/account.ts'
import type { ChargeList } from '../../port/provider.ts'
import { parseWire, recordsOf } from '../../shared/wire.ts'
import type { PproClient } from '../client.ts'
import type { PproConfig } from '../config.ts'
import { mapCharge } from './charge-mapping.ts'

/**
 * All charges of an agreement at PPRO. Undefined if the answer is doubtful or unreadable, or has more than one page: PPRO
 * documents neither the size nor the format of its pages.
 */
export async function chargesOfAgreement(
  config: Pick<PproConfig, 'baseUrl'>,
  client: PproClient,
  agreementReference: string,
  deadlineMs: number,
): Promise<ChargeList> {
  const query = new URLSearchParams({ agreementId: agreementReference })
  const exchange = await client.get(`/v1/payment-charges?${query}`, deadlineMs)
  if (exchange.kind !== 'response' || exchange.status !== 200) return undefined
  const body = parseWire(exchange.text)
  const charges = body && recordsOf(body, 'data')
  if (charges === undefined || (body?.['nextPage'] ?? null) !== null) return undefined
  const reports: ChargeReport[] = []
  for (const charge of charges) {
    const mapped = mapCharge(charge, { complete: true, plainHttp: reachedByPlainHttp(config.baseUrl) })
    if (!mapped.ok) return undefined
    reports.push(mapped.value.report)
  }
  return reports
}
