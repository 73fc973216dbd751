import type { ApiCharge, Evidence } from '../evidence/evidence.ts'

/** The failure of an agreement and its first charge whose consumer's page was lost with a response. */
export const PAGE_LOST = 'AUTHENTICATION_PAGE_LOST'

/** The provider still waits for that consumer, who never arrives: no money moves. */
export function isPageLost({ status, failureCode }: Pick<ApiCharge, 'status' | 'failureCode'>): boolean {
  return status === 'FAILED' && failureCode === PAGE_LOST
}

/** The number of consumers for whom an agreement had to be created again. */
export function pagesLost({ charges }: Pick<Evidence, 'charges'>): number {
  return charges.filter(isPageLost).length
}
