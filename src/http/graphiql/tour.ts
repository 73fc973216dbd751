import {
  AGREEMENT_CREATE,
  CARD_AGREEMENT_CREATE,
  CHARGE_CREATE,
  CHARGE_REFUND,
  CONSUMER_CREATE,
  READ_CHARGE,
  READ_LOG,
  WATCH_AGREEMENT,
  WATCH_CHARGE,
  WELCOME,
} from './tour-payment.ts'
import { CLOCK_ADVANCE, READ_OCCURRENCES, READ_SCHEDULE, SCHEDULE_CREATE, WATCH_SCHEDULE } from './tour-schedule.ts'

/** A tab of GraphiQL as it is at the start. */
export interface Tab {
  readonly query: string
  /** JSON. */
  readonly variables?: string
  readonly headers?: string
}

/** The tour: a payment and then a schedule, step by step in tabs, each of which runs against the simulators. */
export interface Tour {
  readonly tabs: readonly Tab[]
  /** The number of each operation. */
  readonly steps: Readonly<Record<string, string>>
  /**
   * Which steps make what a name in the variables refers to: "agr_latest" is the newest agreement that this browser tab has
   * seen. browser/latest-ids.js replaces the names, also inside a text.
   */
  readonly sources: Readonly<Record<string, { readonly steps: string; readonly after?: string }>>
  /** Added to the response to a step that needs the consumer's approval. */
  readonly waitsForConsumer: string
}

/**
 * @param run Part of the idempotency keys, so that reopening the page starts a new tour. Keys of steps under an
 *   agreement contain its id, so that they can be repeated with another agreement.
 */
export function tourOf(run: string): Tour {
  return {
    tabs: tourTabs(run),
    steps,
    sources,
    waitsForConsumer:
      'Step 3: the consumer has not approved yet. Open requestUrl of step 2, approve, and run this again.',
  }
}

const steps = {
  CreateConsumer: '1',
  CreateAgreement: '2a',
  CreateCardAgreement: '2b',
  WatchAgreement: '3',
  CreateCharge: '4',
  WatchCharge: '5',
  RefundCharge: '6',
  ReadCharge: '7',
  ReadLog: '8',
  CreateSchedule: '9',
  ReadSchedule: '10',
  AdvanceClock: '11',
  WatchSchedule: '12',
  ReadOccurrences: '13',
}

const sources = {
  con: { steps: 'step 1 (CreateConsumer)' },
  agr: { steps: 'step 2a (CreateAgreement) or 2b (CreateCardAgreement)', after: 'con' },
  chg: { steps: 'step 4 (CreateCharge)', after: 'agr' },
  sch: { steps: 'step 9 (CreateSchedule)', after: 'agr' },
  nextChargeAt: { steps: 'step 9 (CreateSchedule)', after: 'agr' },
}

/**
 * In the variables, "chg_latest_cursor" is the first cursor of the newest charge, "nextChargeAt_latest" the last seen
 * `nextChargeAt`; `sources` has the other names.
 */
function tourTabs(run: string): readonly Tab[] {
  return [
    { query: WELCOME },
    {
      query: CONSUMER_CREATE,
      variables: json({
        input: {
          idempotencyKey: `tour-${run}-consumer`,
          country: 'US',
          name: 'Ada Lovelace',
          email: 'ada@example.com',
        },
      }),
    },
    {
      query: AGREEMENT_CREATE,
      variables: json({
        input: { idempotencyKey: `tour-${run}-agreement`, provider: 'PPRO', paymentMethod: 'AMAZON_PAY', ...consent },
      }),
    },
    {
      query: CARD_AGREEMENT_CREATE,
      variables: json({
        input: { idempotencyKey: `tour-${run}-card`, provider: 'APS', paymentMethod: 'CARD', ...consent },
      }),
    },
    { query: WATCH_AGREEMENT, variables: json({ agreementId: 'agr_latest' }) },
    {
      query: CHARGE_CREATE,
      variables: json({
        input: {
          idempotencyKey: `tour-${run}-charge-agr_latest`,
          agreementId: 'agr_latest',
          amount: { value: '990', currency: 'USD' },
          description: 'Coffee, December',
        },
      }),
    },
    { query: WATCH_CHARGE, variables: json({ chargeId: 'chg_latest', after: 'chg_latest_cursor' }) },
    {
      query: CHARGE_REFUND,
      variables: json({
        input: {
          idempotencyKey: `tour-${run}-refund-chg_latest`,
          chargeId: 'chg_latest',
          amount: { value: '490', currency: 'USD' },
          reason: 'Half of it was cold',
        },
      }),
    },
    { query: READ_CHARGE, variables: json({ chargeId: 'chg_latest' }) },
    { query: READ_LOG, variables: json({ agreementId: 'agr_latest' }) },
    ...scheduleTabs(run),
  ]
}

function scheduleTabs(run: string): readonly Tab[] {
  return [
    {
      query: SCHEDULE_CREATE,
      variables: json({
        input: {
          idempotencyKey: `tour-${run}-schedule-agr_latest`,
          agreementId: 'agr_latest',
          amount: { value: '990', currency: 'USD' },
          interval: 'MONTH',
          anchorDate: '2026-01-31',
          timeZone: 'America/New_York',
          description: 'Coffee, every month',
        },
      }),
    },
    { query: READ_SCHEDULE, variables: json({ scheduleId: 'sch_latest' }) },
    { query: CLOCK_ADVANCE, variables: json({ input: { to: 'nextChargeAt_latest' } }) },
    { query: WATCH_SCHEDULE, variables: json({ scheduleId: 'sch_latest', after: 'sch_latest_cursor' }) },
    { query: READ_OCCURRENCES, variables: json({ scheduleId: 'sch_latest' }) },
  ]
}

/** In the place of a shop: the page to which the consumer returns. */
export const RETURNED_PATH = '/graphiql/returned'

/** The page's script writes the address in its place at which the browser has reached the gateway. */
const ORIGIN = '{origin}'

/** The consumer's agreement, the same for both providers. */
const consent = {
  consumerId: 'con_latest',
  returnUrl: `${ORIGIN}${RETURNED_PATH}`,
  description: 'Coffee, every month',
  amountRule: 'VARIABLE',
  initialCharge: { amount: { value: '1250', currency: 'USD' } },
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
