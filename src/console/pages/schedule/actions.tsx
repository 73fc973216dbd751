import { useRouteContext } from '@tanstack/react-router'
import { formatMoney } from '../../../client/money/index.ts'
import { Action } from '../../components/forms/action.tsx'
import { ReasonField, readReason } from '../../components/forms/reason-field.tsx'
import { api } from '../../data/api.ts'
import {
  ConsoleCancelDocument,
  ConsolePauseDocument,
  ConsoleResumeDocument,
  ConsoleRetryDocument,
  ConsoleSkipDocument,
  type OccurrenceRowFragment,
} from '../../generated/graphql.ts'

interface ScheduleActionsProps {
  readonly id: string
  readonly status: string
  readonly isTerminal: boolean
}

export function ScheduleActions({ id, status, isTerminal }: ScheduleActionsProps) {
  const { viewer } = useRouteContext({ from: '/shell' })
  if (isTerminal || !viewer.scopes.includes('manage')) return null
  return (
    <>
      {status === 'PAUSED' ? <Resume id={id} /> : <Pause id={id} />}
      <Cancel id={id} />
    </>
  )
}

function Pause({ id }: { readonly id: string }) {
  return (
    <Action
      name={`pause:${id}`}
      label="Pause"
      title="Pause this schedule?"
      done="The schedule is paused"
      fields={kept => <ReasonField kept={kept} />}
      read={readReason}
      send={async ({ input }) =>
        (await api.request(ConsolePauseDocument, { input: { scheduleId: id, ...input } })).schedulePause
      }
    >
      Nothing is charged until you resume it. Payments that become due meanwhile are skipped; a charge in progress goes
      on.
    </Action>
  )
}

function Resume({ id }: { readonly id: string }) {
  return (
    <Action
      name={`resume:${id}`}
      label="Resume"
      title="Resume this schedule?"
      done="The schedule is active"
      send={async () => (await api.request(ConsoleResumeDocument, { input: { scheduleId: id } })).scheduleResume}
    >
      It continues with its next payment. Skipped payments stay skipped; a failed one that can still be retried is
      retried.
    </Action>
  )
}

function Cancel({ id }: { readonly id: string }) {
  return (
    <Action
      name={`cancel:${id}`}
      label="Cancel"
      title="Cancel this schedule?"
      confirm="Cancel the schedule"
      done="The schedule is canceled"
      isDanger
      fields={kept => <ReasonField kept={kept} />}
      read={readReason}
      send={async ({ input }) =>
        (await api.request(ConsoleCancelDocument, { input: { scheduleId: id, ...input } })).scheduleCancel
      }
    >
      No more charges and no retries. This is final; a charge in progress continues.
    </Action>
  )
}

const UNPAID = new Set(['RETRYING', 'FAILED'])

export function hasActions({ status }: OccurrenceRowFragment): boolean {
  return UNPAID.has(status) || status === 'UPCOMING'
}

/** Charge an unpaid payment now, or skip it. */
export function OccurrenceActions({ occurrence }: { readonly occurrence: OccurrenceRowFragment }) {
  const { viewer } = useRouteContext({ from: '/shell' })
  const { id, index, amount } = occurrence
  const isUnpaid = UNPAID.has(occurrence.status)
  return (
    <span className="button-row">
      {isUnpaid && viewer.scopes.includes('charge') && (
        <Action
          name={`retry:${id}`}
          label="Retry"
          title={`Charge payment ${index + 1} again?`}
          confirm={`Charge ${formatMoney(amount)}`}
          done="The payment was charged again"
          send={async ({ idempotencyKey }) =>
            (await api.request(ConsoleRetryDocument, { input: { idempotencyKey, occurrenceId: id } })).occurrenceRetry
          }
        >
          The consumer is charged now. It uses one retry of the retry policy.
        </Action>
      )}
      {viewer.scopes.includes('manage') && (
        <Action
          name={`skip:${id}`}
          label="Skip"
          title={`Skip payment ${index + 1}?`}
          done="The payment was skipped"
          fields={kept => <ReasonField kept={kept} />}
          read={readReason}
          send={async ({ input }) =>
            (await api.request(ConsoleSkipDocument, { input: { occurrenceId: id, ...input } })).occurrenceSkip
          }
        >
          It is never charged. The schedule continues with the next payment.
        </Action>
      )}
    </span>
  )
}
