import { setTimeout as delay } from 'node:timers/promises'
import { type Attack, many } from '../../attack.ts'
import { makeAgreement } from '../../support/agreement.ts'
import { get, metric, repeat } from '../../support/http.ts'

const CALLS = 'perennial_provider_calls_total'
const FEW = 20
let link = ''

/** A consumer's return link, opened repeatedly: the provider need not be queried each time. No key. */
export const returnLinks: Attack = {
  name: 'return-links',
  kind: 'return links',
  async prepare(target) {
    const { pages } = await makeAgreement(target, `links-${Date.now()}`)
    const page = pages.find(address => address.includes('/authenticate/return/'))
    if (page === undefined) throw new Error('the consumer did not use a return link')
    link = new URL(page).pathname
  },
  async run(target) {
    const before = (await metric(target, CALLS)) ?? 0
    await repeat(many(target, 1_000), 8, () => get(target, link))
    await delay(1_000)
    const calls = ((await metric(target, CALLS)) ?? 0) - before
    return calls > FEW ? `the provider got ${calls} status queries` : undefined
  },
}
