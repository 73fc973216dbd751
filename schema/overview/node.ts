import type { TimeRange } from '../../src/domain/overview/time-range.ts'
import { type ChargeResultRow, chargeResults } from '../../src/store/reads/overview/charge-results.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'

/** What the parts of an overview are computed from. Each part reads only what it needs, and only if it is selected. */
export interface OverviewOf extends TimeRange {
  readonly timeZone: string
  /** Read once for all parts that need it. */
  chargeResults(context: GraphContext): Promise<readonly ChargeResultRow[]>
}

export function overviewOf(range: TimeRange, timeZone: string): OverviewOf {
  let results: Promise<readonly ChargeResultRow[]> | undefined
  return {
    ...range,
    timeZone,
    chargeResults({ deps, caller }) {
      results ??= chargeResults(deps.database, caller.tenant, range)
      return results
    },
  }
}

export const Overview = builder.objectRef<OverviewOf>('Overview').implement({
  description:
    'Figures about a time range: what was captured, what was declined, and how the gateway and its providers did. Amounts ' +
    'of different currencies are never added.',
  fields: t => ({
    from: t.expose('from', { type: 'DateTime', description: 'The start of the time range, inclusive.' }),
    to: t.expose('to', { type: 'DateTime', description: 'The end of the time range, exclusive.' }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'The time zone of the days in volume.' }),
  }),
})
