import type { Providers } from '../provider/adapter.ts'
import { authorizationOf } from '../provider/ledger.ts'

const HOUR_MS = 3_600_000

/** For each card network: the number of failed attempts that it allows, and the length of the window in hours. */
const limits: Readonly<Record<string, readonly { readonly allowed: number; readonly hours: number }[]>> = {
  VISA: [{ allowed: 15, hours: 30 * 24 }],
  MASTERCARD: [
    { allowed: 10, hours: 24 },
    { allowed: 35, hours: 30 * 24 },
  ],
}

/**
 * Checks in the provider's ledger that no card was declined more often than its network allows. The first charge is
 * started by the consumer and does not count.
 */
export function checkLimits({ hosted }: Providers): string[] {
  const wrong: string[] = []
  for (const { id, brand = '' } of hosted.ledger.agreements.values())
    for (const { allowed, hours } of limits[brand] ?? []) {
      const times = [...hosted.ledger.charges.values()]
        .filter(charge => charge.agreementId === id && !charge.initial && authorizationOf(charge).status === 'FAILED')
        .map(({ createdAtMs }) => createdAtMs)
        .sort((a, b) => a - b)
      const tooMany = times.some(
        (ms, index) => (times[index + allowed] ?? Number.POSITIVE_INFINITY) < ms + hours * HOUR_MS,
      )
      if (tooMany) wrong.push(`${id}, a ${brand}, was declined more than ${allowed} times in ${hours} hours`)
    }
  return wrong
}
