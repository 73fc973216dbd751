import type { GraphQLResolveInfo } from 'graphql'
import type { ScheduleStatus as Status } from '../../src/domain/enums.ts'
import { isTerminalSchedule } from '../../src/domain/schedule/transition.ts'
import type { LoggedEventRow } from '../../src/store/tables.ts'
import { builder } from '../builder.ts'
import { present } from '../common/present.ts'
import type { GraphContext } from '../context.ts'
import { logFilter } from '../event/filter.ts'
import { loadSubject } from '../event/subject.ts'
import { ScheduleStatus } from '../schedule/enums.ts'
import { changeType, statusAt, statusFields } from './change-event.ts'
import { subscribe } from './subscribe.ts'

const terminalDescription =
  'true: status is COMPLETED or CANCELED and can no longer change. A charge in progress can still finish, ' +
  'which sends one more scheduleChanged. false: any other status.'

const ScheduleStatusChanged = builder.objectRef<LoggedEventRow>('ScheduleStatusChanged').implement({
  description: 'The schedule’s status changed.',
  interfaces: ['ChangeEvent'],
  fields: t => ({
    ...statusFields(t, ScheduleStatus, { subject: 'schedule', nullIf: 'the schedule was just created' }),
    terminal: t.boolean({ description: terminalDescription, resolve: isTerminalAt }),
    schedule: t.field({ type: 'Schedule', description: 'The schedule in its current state.', resolve: scheduleOf }),
  }),
})

const ScheduleChanged = builder.objectRef<LoggedEventRow>('ScheduleChanged').implement({
  description:
    'The schedule or one of its occurrences changed. One event per version, so you can detect a missed event.',
  interfaces: ['ChangeEvent'],
  fields: t => ({
    type: changeType(t, 'schedule'),
    ...statusFields(t, ScheduleStatus, {
      subject: 'schedule',
      nullIf: 'the event did not change the status or created the schedule',
    }),
    terminal: t.boolean({ description: terminalDescription, resolve: isTerminalAt }),
    schedule: t.field({ type: 'Schedule', description: 'The schedule in its current state.', resolve: scheduleOf }),
  }),
})

function scheduleOf(event: LoggedEventRow, _args: object, context: GraphContext, info: GraphQLResolveInfo) {
  return present(loadSubject('schedule', event, context, info))
}

async function isTerminalAt(event: LoggedEventRow, _args: object, context: GraphContext): Promise<boolean> {
  return isTerminalSchedule(await statusAt<Status>(event, context))
}

// ── Subscription.scheduleStatusChanged, Subscription.scheduleChanged

builder.subscriptionFields(t => {
  const args = {
    scheduleId: t.arg.id({ description: 'Only this schedule, sch_….' }),
    agreementId: t.arg.id({
      description: 'Only schedules that charge this agreement after the event, agr_….',
    }),
    consumerId: t.arg.id({ description: 'Only schedules of this consumer, con_….' }),
    after: t.arg({
      type: 'EventCursor',
      description: 'Receive every event after this cursor, then live events. Default: only events from now on.',
    }),
  }
  type Args = { readonly [Name in 'scheduleId' | 'agreementId' | 'consumerId' | 'after']?: string | null | undefined }
  const filter = ({ scheduleId, agreementId, consumerId }: Args) => ({
    ...logFilter({ subjectId: scheduleId, agreementId, consumerId }),
    subjectType: 'Schedule' as const,
  })
  return {
    scheduleStatusChanged: t.field({
      type: ScheduleStatusChanged,
      scope: 'read',
      description: 'Sends one event for each change of a schedule’s status, including its creation.',
      args,
      subscribe: (_root, given, context) =>
        subscribe(context, { ...filter(given), only: 'statusChanges' }, given.after),
      resolve: (event: LoggedEventRow) => event,
    }),
    scheduleChanged: t.field({
      type: ScheduleChanged,
      scope: 'read',
      description:
        'Sends one event for each version of a schedule: changes of its status or terms, and each step of its ' +
        'occurrences.',
      args,
      subscribe: (_root, given, context) => subscribe(context, { ...filter(given), only: 'changes' }, given.after),
      resolve: (event: LoggedEventRow) => event,
    }),
  }
})
