import type { ApiCharge, Evidence } from './evidence.ts'

/** The end of an agreement and its first charge whose consumer's page was lost with a response. */
export const PAGE_LOST = 'AUTHENTICATION_PAGE_LOST'

/** The provider still waits for that consumer, who never comes: no money moves. */
export function isPageLost({ status, failureCode }: Pick<ApiCharge, 'status' | 'failureCode'>): boolean {
  return status === 'FAILED' && failureCode === PAGE_LOST
}

/** Consumers for whom an agreement had to be made again. */
export function pagesLost({ charges }: Pick<Evidence, 'charges'>): number {
  return charges.filter(isPageLost).length
}
