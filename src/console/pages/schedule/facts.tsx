import { ObjectLink } from '../../components/objects/object-link.tsx'
import { consumerOf } from '../../components/tables/charge-table.tsx'
import { Copyable, Facts, Time } from '../../components/values.tsx'
import { formatDateIn } from '../../format/time.ts'
import { everyOf, methodOf, plural, wordsOf } from '../../format/words.ts'
import type { SchedulePageQuery } from '../../generated/graphql.ts'

type Schedule = NonNullable<SchedulePageQuery['schedule']>

/** A date without a time is the same day everywhere. */
const formatDate = (date: string) => formatDateIn(`${date}T00:00:00Z`, 'UTC')

export function ScheduleFacts({ schedule }: { readonly schedule: Schedule }) {
  const { agreement, retryPolicy, endDate, maxOccurrences } = schedule
  return (
    <Facts
      rows={[
        ['Id', <Copyable key="id" text={schedule.id} label="the schedule’s id" />],
        ['Reference', schedule.reference && <Copyable key="ref" text={schedule.reference} label="the reference" />],
        ['Description', schedule.description],
        ['Consumer', consumerOf(schedule)],
        ['Agreement', <ObjectLink key="agreement" type="Agreement" id={agreement.id} />],
        ['Method', methodOf(agreement)],
        ['Interval', everyOf(schedule)],
        ['First payment', formatDate(schedule.anchorDate)],
        ['At', `${schedule.timeOfDay}, ${schedule.timeZone}`],
        ['Until', endDate && formatDate(endDate)],
        ['At most', maxOccurrences && plural(maxOccurrences, 'payment')],
        ['Retries after', retryPolicy.retryAfterDays.map(days => `${days} d`).join(', ') || 'None'],
        ['Then', wordsOf(retryPolicy.onExhausted)],
        ['Created', <Time key="created" at={schedule.createdAt} />],
        ['Updated', <Time key="updated" at={schedule.updatedAt} />],
      ]}
    />
  )
}
