import type { CaptureMode as Mode, ChargeReason as Reason, ChargeStatus as Status } from '../../src/domain/enums.ts'
import { describedEnum } from '../common/enum.ts'

export const ChargeStatus = describedEnum<Status>(
  'ChargeStatus',
  'The status of a charge. While an amount can still be captured, the status is AUTHORIZED or ' +
    'PARTIALLY_CAPTURED; refund statuses apply after that. CAPTURED, PARTIALLY_REFUNDED, REFUNDED, VOIDED, ' +
    'FAILED and DISCARDED are final if no operation is open. AUTHORIZED and PARTIALLY_CAPTURED are not final, ' +
    'because the authorization can expire. A chargeback is an event, not a status.',
  {
    PROCESSING: 'The gateway has saved the charge. The provider has not responded yet.',
    UNKNOWN:
      'The request was sent, but the response was lost. The gateway finds out the outcome automatically. Do not ' +
      'charge again.',
    AUTHENTICATION_PENDING: 'The consumer must authenticate. See authenticationMethods.',
    AUTHORIZATION_PENDING:
      'The provider accepted the charge and reports the outcome later, e.g. for bank debits, Pix or a card payment in review.',
    AUTHORIZED: 'The amount is held and can be captured. Nothing is captured yet.',
    PARTIALLY_CAPTURED: 'Part of the amount is captured, and more can be captured.',
    CAPTURED:
      'Nothing is left to capture: the full amount was captured, or the rest was voided or expired. See ' +
      'capturedAmount.',
    PARTIALLY_REFUNDED: 'Part of the captured amount was refunded.',
    REFUNDED: 'The full captured amount was refunded.',
    VOIDED: 'The authorization was released before any capture.',
    FAILED: 'The charge was declined or rejected, and no money moved. See failure for the reason.',
    DISCARDED: 'The consumer did not authenticate in time, or the charge was canceled before money moved.',
  },
)

export const ChargeReason = describedEnum<Reason>('ChargeReason', 'Why a charge is made.', {
  INITIAL: 'The first charge, made together with its agreement while the consumer is present.',
  SCHEDULED: 'A charge on a date that the consumer agreed to, e.g. a subscription.',
  SCHEDULED_RETRY: 'A retry of a declined scheduled charge.',
  UNSCHEDULED: 'A charge without a fixed date, e.g. a top-up.',
})

export const CaptureMode = describedEnum<Mode>('CaptureMode', 'When an authorized amount is captured.', {
  AUTOMATIC: 'Immediately, together with the authorization.',
  MANUAL: 'Later, when you call chargeCapture. Capture before the authorization expires.',
})
