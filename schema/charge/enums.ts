import type { CaptureMode as Mode, ChargeReason as Reason, ChargeStatus as Status } from '../../src/domain/enums.ts'
import { describedEnum } from '../common/enum.ts'

export const ChargeStatus = describedEnum<Status>(
  'ChargeStatus',
  'How far a charge has come. While something can still be captured it is AUTHORIZED or PARTIALLY_CAPTURED; refund ' +
    'statuses apply after that. Terminal while no operation is open: CAPTURED, PARTIALLY_REFUNDED, REFUNDED, VOIDED, FAILED, ' +
    'DISCARDED. AUTHORIZED and PARTIALLY_CAPTURED are not: they lapse by themselves. A chargeback is an event, never a status.',
  {
    PROCESSING: 'Recorded here, not yet answered by the provider.',
    UNKNOWN:
      'The request went out and its answer was lost; the gateway is finding out. Never retried blindly: do not charge again.',
    AUTHENTICATION_PENDING: 'The consumer has to act: see authenticationMethods.',
    AUTHORIZATION_PENDING:
      'Accepted by the provider; the outcome comes later (bank debit, Pix, a card payment in review).',
    AUTHORIZED: 'The amount is held and can be captured; nothing of it is yet.',
    PARTIALLY_CAPTURED: 'Something is captured and more can still be.',
    CAPTURED:
      'Nothing is left to capture: all of it was, or the rest was voided or lapsed. capturedAmount tells how much.',
    PARTIALLY_REFUNDED: 'Part of what was captured went back to the consumer.',
    REFUNDED: 'All that was captured went back to the consumer.',
    VOIDED: 'The authorisation was given back before anything was captured.',
    FAILED: 'Declined, or refused; failure says why. No money moved.',
    DISCARDED: 'The consumer did not authenticate in time, or the charge was abandoned before money moved.',
  },
)

export const ChargeReason = describedEnum<Reason>('ChargeReason', 'Why a charge is made when it is made.', {
  INITIAL: 'Together with its agreement, with the consumer present.',
  SCHEDULED: 'It fell due by a schedule that the consumer agreed to.',
  SCHEDULED_RETRY: 'A scheduled charge that was declined is tried again.',
  UNSCHEDULED: 'By an event without a fixed date, e.g. a top-up.',
})

export const CaptureMode = describedEnum<Mode>('CaptureMode', 'When an authorised amount is captured.', {
  AUTOMATIC: 'At once, by the authorisation itself.',
  MANUAL: 'By chargeCapture, before the authorisation lapses.',
})
