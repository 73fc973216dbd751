import { creationRequestId } from '../../../src/store/provider-request/repository.ts'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import type { AgreementRow } from '../../../src/store/tables.ts'
import { until } from '../until.ts'
import type { Consumer } from './consumer.ts'
import { pagesOf } from './gateway-pages.ts'
import { initialChargeOf, ledger } from './story.ts'
import type { World } from './world.ts'

export const atShop = (agreement: AgreementRow) => `https://shop.example/done?order=1&agreementId=${agreement.id}`
/** Stops before the gateway sees the parameters from the browser. */
export const untilReturn: Consumer = { until: url => url.includes('/authenticate/return/') }

/** The results of agreements by card in a world, once there is one. */
export function hostedIn(given: () => World) {
  const initialCharge = async (agreement: AgreementRow) => {
    const world = given()
    return findCharge(world.database, world.caller.tenant, await initialChargeOf(world, agreement.id))
  }
  return {
    initialCharge,
    open: (url: string) => pagesOf(given())(url, {}),
    agreementRow: (id: string) => findAgreement(given().database, given().caller.tenant, id),
    chargeIs: async (agreement: AgreementRow, status: string) =>
      until(`the charge ${status}`, async () => {
        const row = await initialCharge(agreement)
        return row?.status === status && row
      }),
    /** APS's records of an agreement's first payment. */
    ordersOf: async (agreement: AgreementRow) =>
      (await ledger(given())).charges.filter(({ reference }) => reference === creationRequestId(agreement.id)),
    requestsOf: async (agreement: AgreementRow) => {
      const found = await given().database.pool.query(
        'SELECT id, state, outcome FROM provider_requests WHERE agreement_id = $1',
        [agreement.id],
      )
      return found.rows as { id: string; state: string; outcome: string }[]
    },
  }
}
