import { isTerminalAgreement } from '../../src/domain/agreement/status.ts'
import type { AgreementStatus as Status } from '../../src/domain/enums.ts'
import type { LoggedEventRow } from '../../src/store/tables/event.ts'
import { AgreementStatus } from '../agreement/enums.ts'
import { builder } from '../builder.ts'
import { present } from '../common/present.ts'
import type { GraphContext } from '../context.ts'
import { logFilter } from '../event/filter.ts'
import { changeType, statusAt } from './change-event.ts'
import { subscribe } from './subscribe.ts'

const terminalDescription = 'True once no further change of status can happen: a frontend may stop listening.'

const AgreementStatusChanged = builder.objectRef<LoggedEventRow>('AgreementStatusChanged').implement({
  description: 'The agreement’s own status changed, whatever brought it about.',
  interfaces: ['ChangeEvent'],
  fields: t => ({
    previousStatus: t.field({
      type: AgreementStatus,
      nullable: true,
      description: 'Its status before; null where the agreement was just created.',
      resolve: ({ previousStatus }) => previousStatus as Status | null,
    }),
    status: t.field({
      type: AgreementStatus,
      description: 'Its status after this event. agreement.status may be further already.',
      resolve: (event, _args, context) => statusAt<Status>(event, context),
    }),
    terminal: t.boolean({ description: terminalDescription, resolve: isTerminalAt }),
    agreement: t.field({ type: 'Agreement', description: 'The agreement, as it is now.', resolve: agreementOf }),
  }),
})

const AgreementChanged = builder.objectRef<LoggedEventRow>('AgreementChanged').implement({
  description: 'Anything about the agreement changed, its revocations included: once per version, so that a gap shows.',
  interfaces: ['ChangeEvent'],
  fields: t => ({
    type: changeType(t, 'agreement'),
    previousStatus: t.field({
      type: AgreementStatus,
      nullable: true,
      description: 'Its status before; null where this event left the status as it was, and on agreement.created.',
      resolve: ({ previousStatus }) => previousStatus as Status | null,
    }),
    status: t.field({
      type: AgreementStatus,
      description: 'Its status after this event. agreement.status may be further already.',
      resolve: (event, _args, context) => statusAt<Status>(event, context),
    }),
    terminal: t.boolean({ description: terminalDescription, resolve: isTerminalAt }),
    agreement: t.field({ type: 'Agreement', description: 'The agreement, as it is now.', resolve: agreementOf }),
  }),
})

function agreementOf({ subjectId }: LoggedEventRow, _args: object, { loaders }: GraphContext) {
  return present(loaders.agreement.load(subjectId))
}

// A terminal status of an agreement stays for ever, so the event alone tells.
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
      description: 'Everything since this cursor, then live. Default: from now on.',
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
      description: 'Tells of every change of an agreement’s own status, the first one included.',
      args,
      subscribe: (_root, given, context) =>
        subscribe(context, { ...filter(given), only: 'statusChanges' }, given.after),
      resolve: (event: LoggedEventRow) => event,
    }),
    agreementChanged: t.field({
      type: AgreementChanged,
      description: 'Tells of every version of an agreement: its status, and each step of its revocations.',
      args,
      subscribe: (_root, given, context) => subscribe(context, { ...filter(given), only: 'changes' }, given.after),
      resolve: (event: LoggedEventRow) => event,
    }),
  }
})
