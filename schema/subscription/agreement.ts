import type { GraphQLResolveInfo } from 'graphql'
import { isTerminalAgreement } from '../../src/domain/agreement/status.ts'
import type { AgreementStatus as Status } from '../../src/domain/enums.ts'
import type { LoggedEventRow } from '../../src/store/tables.ts'
import { AgreementStatus } from '../agreement/enums.ts'
import { builder } from '../builder.ts'
import { present } from '../common/present.ts'
import type { GraphContext } from '../context.ts'
import { logFilter } from '../event/filter.ts'
import { loadSubject } from '../event/subject.ts'
import { changeType, statusAt, statusFields } from './change-event.ts'
import { subscribe } from './subscribe.ts'

const terminalDescription =
  'true: the status can no longer change, so you can stop listening. false: it can still change.'

const AgreementStatusChanged = builder.objectRef<LoggedEventRow>('AgreementStatusChanged').implement({
  description: 'The agreement’s status changed.',
  interfaces: ['ChangeEvent'],
  fields: t => ({
    ...statusFields(t, AgreementStatus, { subject: 'agreement', nullIf: 'the agreement was just created' }),
    terminal: t.boolean({ description: terminalDescription, resolve: isTerminalAt }),
    agreement: t.field({ type: 'Agreement', description: 'The agreement in its current state.', resolve: agreementOf }),
  }),
})

const AgreementChanged = builder.objectRef<LoggedEventRow>('AgreementChanged').implement({
  description:
    'The agreement or one of its revocations changed. One event per version, so you can detect a missed event.',
  interfaces: ['ChangeEvent'],
  fields: t => ({
    type: changeType(t, 'agreement'),
    ...statusFields(t, AgreementStatus, {
      subject: 'agreement',
      nullIf: 'the event did not change the status or created the agreement',
    }),
    terminal: t.boolean({ description: terminalDescription, resolve: isTerminalAt }),
    agreement: t.field({ type: 'Agreement', description: 'The agreement in its current state.', resolve: agreementOf }),
  }),
})

function agreementOf(event: LoggedEventRow, _args: object, context: GraphContext, info: GraphQLResolveInfo) {
  return present(loadSubject('agreement', event, context, info))
}

// An agreement never leaves a terminal status, so the event's status is enough.
async function isTerminalAt(event: LoggedEventRow, _args: object, context: GraphContext): Promise<boolean> {
  return isTerminalAgreement(await statusAt<Status>(event, context))
}

// ── Subscription.agreementStatusChanged, Subscription.agreementChanged

builder.subscriptionFields(t => {
  const args = {
    agreementId: t.arg.id({ description: 'Only this agreement, agr_….' }),
    consumerId: t.arg.id({ description: 'Only agreements of this consumer, con_….' }),
    after: t.arg({
      type: 'EventCursor',
      description: 'Receive every event after this cursor, then live events. Default: only events from now on.',
    }),
  }
  type Args = { readonly [Name in 'agreementId' | 'consumerId' | 'after']?: string | null | undefined }
  const filter = ({ agreementId, consumerId }: Args) => ({
    ...logFilter({ subjectId: agreementId, consumerId }),
    subjectType: 'Agreement' as const,
  })
  return {
    agreementStatusChanged: t.field({
      type: AgreementStatusChanged,
      scope: 'read',
      description: 'Sends one event for each change of an agreement’s status, including its creation.',
      args,
      subscribe: (_root, given, context) =>
        subscribe(context, { ...filter(given), only: 'statusChanges' }, given.after),
      resolve: (event: LoggedEventRow) => event,
    }),
    agreementChanged: t.field({
      type: AgreementChanged,
      scope: 'read',
      description:
        'Sends one event for each version of an agreement: changes of its status, and each step of its revocations.',
      args,
      subscribe: (_root, given, context) => subscribe(context, { ...filter(given), only: 'changes' }, given.after),
      resolve: (event: LoggedEventRow) => event,
    }),
  }
})
