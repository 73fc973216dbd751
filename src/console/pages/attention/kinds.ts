import type { AttentionKind } from '../../generated/graphql.ts'

interface KindText {
  readonly title: string
  /** What to do. */
  readonly advice: string
}

/** Each kind of entry, as an operator reads it. */
export const KINDS: Readonly<Record<AttentionKind, KindText>> = {
  CHARGE_FLAGGED: {
    title: 'Charges to decide',
    advice:
      'The outcome could not be found, or the provider contradicts it. Ask the provider, then resolve the operation.',
  },
  AGREEMENT_FLAGGED: {
    title: 'Agreements to decide',
    advice: 'The provider reports something that cannot follow from what is known. Ask the provider.',
  },
  OUTCOME_UNKNOWN: {
    title: 'Outcomes unknown for more than an hour',
    advice: 'The gateway still queries the provider. Usually the provider has an outage: do not charge again.',
  },
  INTEGRITY_VIOLATED: {
    title: 'Broken rules',
    advice: 'Data that contradicts itself. Do not change it: report it with the rule’s name.',
  },
  WEBHOOK_FAILED: {
    title: 'Webhooks that could not be processed',
    advice: 'Read the error and the content. The state is found by status queries meanwhile.',
  },
  WEBHOOK_UNMATCHED: {
    title: 'Webhooks about nothing known',
    advice: 'Something exists at the provider that this gateway did not make. Find it in the provider’s dashboard.',
  },
  WEBHOOK_ENDPOINT_DISABLED: {
    title: 'Webhook endpoints that were disabled',
    advice: 'It answered 410, or failed for five days. Mend it, then resume it: it continues where it stopped.',
  },
  SCHEDULE_HALTED: {
    title: 'Schedules that stopped after declines',
    advice: 'No retry is left. Ask the consumer for another way to pay, then resume or cancel.',
  },
}
