import { type Attack, many } from '../../attack.ts'
import { graphqlHeaders, post, repeat } from '../../support/http.ts'

const BODY = JSON.stringify({ query: '{ viewer { merchantName } }' })
const AT_ONCE = 200
/** How many unknown keys of one address the gateway checks: docs/limits.md. */
const CHECKED = { atOnce: 300, perSecond: 10 }

/** Sends thousands of different keys per second. None of them exists, and each could cost a statement. */
export const unknownKeys: Attack = {
  name: 'unknown-keys',
  kind: 'credentials',
  bounds: { longestMs: 1_000 },
  async run(target) {
    const run = Date.now()
    const statuses = new Map<number, number>()
    const begun = performance.now()
    await repeat(many(target, 20_000), AT_ONCE, async index => {
      const { status } = await post(target, '/graphql', BODY, graphqlHeaders(`sk_test_unknown-${run}-${index}`))
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    })
    const seconds = (performance.now() - begun) / 1_000
    const others = [...statuses].filter(([status]) => status !== 401 && status !== 429)
    if (others.length > 0) return `answered ${others.map(([status, count]) => `${status}: ${count} times`).join(', ')}`
    const checked = statuses.get(401) ?? 0
    const most = CHECKED.atOnce + CHECKED.perSecond * (seconds + 1)
    return checked > most ? `${checked} keys were checked; expected at most ${Math.round(most)}` : undefined
  },
}
