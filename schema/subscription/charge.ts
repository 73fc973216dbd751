import type { GraphQLResolveInfo } from 'graphql'
import { isTerminalCharge } from '../../src/domain/charge/status.ts'
import type { ChargeStatus as Status } from '../../src/domain/enums.ts'
import { readChargeNow } from '../../src/store/event-log/charge-now.ts'
import type { LoggedEventRow } from '../../src/store/tables.ts'
import { builder } from '../builder.ts'
import { ChargeStatus } from '../charge/enums.ts'
import { present } from '../common/present.ts'
import type { GraphContext } from '../context.ts'
import { logFilter } from '../event/filter.ts'
import { loadSubject } from '../event/subject.ts'
import { changeType, statusAt, statusFields } from './change-event.ts'
import { subscribe } from './subscribe.ts'

const ChargeStatusChanged = builder.objectRef<LoggedEventRow>('ChargeStatusChanged').implement({
  description: 'The charge’s status changed.',
  interfaces: ['ChangeEvent'],
  fields: t => ({
    ...statusFields(t, ChargeStatus, { subject: 'charge', nullIf: 'the charge was just created' }),
    terminal: t.boolean({
      description:
        'true: the charge cannot change without a new request, so you can stop listening. false: an operation of the ' +
        'charge is open, or a later status change already exists.',
      resolve: (event, _args, context) => isLastWord(event, context, now => now.status === event.status),
    }),
    charge: t.field({ type: 'Charge', description: 'The charge in its current state.', resolve: chargeOf }),
  }),
})

const ChargeChanged = builder.objectRef<LoggedEventRow>('ChargeChanged').implement({
  description: 'The charge or one of its operations changed. One event per version, so you can detect a missed event.',
  interfaces: ['ChangeEvent'],
  fields: t => ({
    type: changeType(t, 'charge'),
    ...statusFields(t, ChargeStatus, {
      subject: 'charge',
      nullIf: 'the event did not change the status or created the charge',
    }),
    terminal: t.boolean({
      description:
        'true: the charge cannot change without a new request, so you can stop listening. false: an operation of the ' +
        'charge is open, or a later event already exists.',
      resolve: (event, _args, context) => isLastWord(event, context, now => now.version === event.version),
    }),
    charge: t.field({ type: 'Charge', description: 'The charge in its current state.', resolve: chargeOf }),
  }),
})

function chargeOf(event: LoggedEventRow, _args: object, context: GraphContext, info: GraphQLResolveInfo) {
  return present(loadSubject('charge', event, context, info))
}

/**
 * Whether the charge is final after an event. The event does not say whether a later one exists, so the current charge
 * is compared: if a later event exists, it will arrive, and the subscriber must wait for it.
 */
async function isLastWord(
  event: LoggedEventRow,
  context: GraphContext,
  isOfNow: (now: { version: number; status: Status }) => boolean,
): Promise<boolean> {
  const status = await statusAt<Status>(event, context)
  if (!isTerminalCharge(status, [])) return false
  const now = newestState(event, context) ?? (await currentState(event, context))
  return now !== undefined && isOfNow(now) && now.terminal
}

interface ChargeState {
  readonly version: number
  readonly status: Status
  readonly terminal: boolean
}

/** The current charge, if its last change was read live. */
function newestState(event: LoggedEventRow, { deps }: GraphContext): ChargeState | undefined {
  const { version, subjectStatus, subjectTerminal } = deps.tail.newestChange(event) ?? {}
  if (version === undefined || subjectStatus == null || subjectTerminal == null) return undefined
  return { version, status: subjectStatus as Status, terminal: subjectTerminal }
}

async function currentState(
  { subjectId }: LoggedEventRow,
  { deps, caller }: GraphContext,
): Promise<ChargeState | undefined> {
  const now = await readChargeNow(deps.database, caller.tenant, subjectId)
  if (now === undefined) return undefined
  const operations = now.operationStatuses.map(status => ({ status }))
  return { ...now, terminal: isTerminalCharge(now.status, operations) }
}

// ── Subscription.chargeStatusChanged, Subscription.chargeChanged

builder.subscriptionFields(t => {
  const args = {
    chargeId: t.arg.id({ description: 'Only this charge, chg_….' }),
    agreementId: t.arg.id({ description: 'Only charges of this agreement, agr_….' }),
    consumerId: t.arg.id({ description: 'Only charges of this consumer, con_….' }),
    after: t.arg({
      type: 'EventCursor',
      description: 'Receive every event after this cursor, then live events. Default: only events from now on.',
    }),
  }
  type Args = { readonly [Name in 'chargeId' | 'agreementId' | 'consumerId' | 'after']?: string | null | undefined }
  const filter = ({ chargeId, agreementId, consumerId }: Args) => ({
    ...logFilter({ subjectId: chargeId, agreementId, consumerId }),
    subjectType: 'Charge' as const,
  })
  return {
    chargeStatusChanged: t.field({
      type: ChargeStatusChanged,
      scope: 'read',
      description: 'Sends one event for each change of a charge’s status, including its creation.',
      args,
      subscribe: (_root, given, context) =>
        subscribe(context, { ...filter(given), only: 'statusChanges' }, given.after),
      resolve: (event: LoggedEventRow) => event,
    }),
    chargeChanged: t.field({
      type: ChargeChanged,
      scope: 'read',
      description:
        'Sends one event for each version of a charge: changes of its status, and each step of its operations.',
      args,
      subscribe: (_root, given, context) => subscribe(context, { ...filter(given), only: 'changes' }, given.after),
      resolve: (event: LoggedEventRow) => event,
    }),
  }
})
