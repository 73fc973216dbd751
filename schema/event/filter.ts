import type { LogFilter } from '../../src/store/event-log/filter.ts'
import { builder } from '../builder.ts'
import { filterNulls } from '../common/payload.ts'
import { atMostEntries } from '../lists/sizes.ts'

export const LogEventFilter = builder.inputType('LogEventFilter', {
  description: `Filters the event log. All given fields must match. ${filterNulls('An id')}`,
  fields: t => ({
    types: t.stringList({
      description: `Only events of these types (exact match), ${atMostEntries}, e.g. charge.created. An empty list matches nothing.`,
    }),
    subjectId: t.id({ description: 'Only events of this object: con_…, agr_…, chg_… or sch_….' }),
    agreementId: t.id({ description: 'Only events of this agreement, its charges and its schedules, agr_….' }),
    consumerId: t.id({
      description: 'Only events of this consumer and the consumer’s agreements, charges and schedules, con_….',
    }),
  }),
})

type Given<T> = { readonly [Name in keyof T]?: T[Name] | null | undefined }

/** Ids are never null here, because schema/plugins/no-null-ids.ts refuses null. */
export function logFilter(
  given: Given<Pick<LogFilter, 'types' | 'subjectId' | 'agreementId' | 'consumerId'>>,
): LogFilter {
  const { types, subjectId, agreementId, consumerId } = given
  return {
    ...(types && { types }),
    ...(present(subjectId) && { subjectId }),
    ...(present(agreementId) && { agreementId }),
    ...(present(consumerId) && { consumerId }),
  }
}

// An empty id matches nothing; it must not count as "no filter".
function present(id: string | null | undefined): id is string {
  return id !== null && id !== undefined
}
