import type { LogFilter } from '../../src/store/event-log/filter.ts'
import { builder } from '../builder.ts'
import { filterNulls } from '../common/payload.ts'
import { atMostEntries } from '../sizes.ts'

export const LogEventFilter = builder.inputType('LogEventFilter', {
  description: `Narrows the log: all given fields must match. ${filterNulls('An id')}`,
  fields: t => ({
    types: t.stringList({
      description: `Of exactly one of these types, ${atMostEntries}, e.g. charge.created; an empty list matches nothing.`,
    }),
    subjectId: t.id({ description: 'Of this object only: con_…, agr_…, chg_… or sch_….' }),
    agreementId: t.id({ description: 'Of this agreement, or one of its charges or schedules, agr_….' }),
    consumerId: t.id({ description: 'Of this consumer, or an agreement, charge or schedule of theirs, con_….' }),
  }),
})

type Given<T> = { readonly [Name in keyof T]?: T[Name] | null | undefined }

/** Ids are never null here: schema/no-null-ids.ts refuses that. */
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

// An empty id is an id that nothing has: it must not read as "no filter".
function present(id: string | null | undefined): id is string {
  return id !== null && id !== undefined
}
