import fc from 'fast-check'
import type { IntervalUnit } from '../../src/domain/enums.ts'
import { LAST_PENNY } from '../provider/ledger.ts'
import { agree, amount, of, type PlainAction, type Plan, plainAction, type Timed } from './plan.ts'
import type { PlannedPolicy, ScheduleAction } from './schedule-action.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const daysOf = { DAY: 1, WEEK: 7, MONTH: 31, YEAR: 366 } as const satisfies Record<IntervalUnit, number>

/** Zones that change their clocks by an hour, by half an hour, at midnight, or never; far east and far west. */
const timeZones = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/Nuuk', 'Australia/Lord_Howe', 'Africa/Cairo'],
  ...['Asia/Kolkata', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Santiago'],
]
const timesOfDay = ['09:00', '00:00', '00:30', '01:45', '02:15', '02:30', '23:59']

const policy: fc.Arbitrary<PlannedPolicy> = fc.record({
  retryAfterDays: fc.constantFrom([1, 3, 7], [1, 2, 3], [1, 2, 3, 4, 5], [1], [2, 4], []),
  onExhausted: fc.constantFrom('PAUSE', 'CANCEL', 'CONTINUE', 'CONTINUE'),
})
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })

const terms = fc.oneof(
  fc.record({ chargeCount: fc.integer({ min: 2, max: 5 }) }),
  fc.record({ endsAfterDays: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ most: fc.integer({ min: 3_000, max: 5_000 }) }),
)
/** Most consumers agree to any charges. */
const agreed = fc
  .tuple(agree, terms)
  .map(([given, bound]) => ({ ...given, amount: 50 + (given.amount % 2_900), terms: bound }))
const withTerms = fc.oneof({ weight: 4, arbitrary: agree }, { weight: 1, arbitrary: agreed })

const schedule = (interval: IntervalUnit): fc.Arbitrary<ScheduleAction> =>
  fc.record({
    ...{ kind: fc.constant('schedule'), of, amount, interval: fc.constant(interval) },
    intervalCount: interval === 'YEAR' ? fc.constant(1) : fc.constantFrom(1, 1, 1, 2),
    anchorDays: fc.integer({ min: -2 * daysOf[interval], max: daysOf[interval] }),
    monthEnd: fc.boolean(),
    timeOfDay: fc.constantFrom(...timesOfDay),
    timeZone: fc.constantFrom(...timeZones),
    maxOccurrences: rarely(fc.integer({ min: 3, max: 10 })),
    endDays: rarely(fc.integer({ min: 1, max: 5 * daysOf[interval] })),
    policy,
  })

const change: fc.Arbitrary<ScheduleAction> = fc.record({
  kind: fc.constant('scheduleChange'),
  of,
  change: fc.oneof(
    fc.record({ amount }),
    fc.record({ policy }),
    fc.record({ maxOccurrences: rarely(fc.integer({ min: 1, max: 12 })) }),
    fc.record({ endDays: rarely(fc.integer({ min: -5, max: 60 })) }),
    fc.record({ agreement: of }),
    fc.record({ agreement: of }),
  ),
})

/**
 * A charge that waits for a manual capture gets a status query every day. Over months, such a seed would do little
 * else.
 */
const atOnce = <A extends PlainAction>(given: A): A => ('manual' in given ? { ...given, manual: false } : given)
/** A charge that was voided in part waits forever. */
const besides = (interval: IntervalUnit): fc.Arbitrary<PlainAction> =>
  interval === 'DAY' ? plainAction : (interval === 'YEAR' ? withTerms : plainAction).map(atOnce)

const action = (interval: IntervalUnit): fc.Arbitrary<Timed['action']> =>
  fc.oneof(
    { weight: 1, arbitrary: schedule(interval) },
    { weight: 4, arbitrary: change },
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constantFrom('schedulePause', 'scheduleResume', 'scheduleResume'), of }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('scheduleCancel'), of }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('scheduleLook'), of }) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constantFrom('occurrenceSkip', 'occurrenceRetry', 'occurrenceRetry', 'occurrenceRetry'),
        of,
        occurrence: of,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('outage'), hours: fc.integer({ min: 1, max: 72 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('providerAway'),
        provider: fc.constantFrom('PPRO', 'APS'),
        minutes: fc.constantFrom(1, 2, 50, 300),
      }),
    },
    { weight: 1, arbitrary: withTerms },
    { weight: 3, arbitrary: besides(interval) },
  )

/** From seconds to more than the time between two occurrences; sometimes exactly until the next due time. */
const timed = (interval: IntervalUnit): fc.Arbitrary<Timed> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ afterMs: fc.nat(3_000), action: action(interval) }) },
    {
      weight: 4,
      arbitrary: fc.record({ afterMs: fc.nat(400), untilDue: fc.constant(true), action: action(interval) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        afterMs: fc.integer({ min: HOUR_MS, max: Math.round(1.4 * daysOf[interval] * DAY_MS) }),
        action: action(interval),
      }),
    },
  )

const approved = (interval: IntervalUnit) =>
  withTerms.map(given => ({ ...(interval === 'DAY' ? given : atOnce(given)), decision: 'approve' as const }))

const units = [
  ...Array<'DAY'>(5).fill('DAY'),
  ...Array<'WEEK'>(3).fill('WEEK'),
  ...Array<'MONTH'>(3).fill('MONTH'),
  'YEAR',
] as const
/** Agreements get a status query every week. Over years, such a seed would do little else. */
const most = {
  DAY: { steps: 10, agreements: 3 },
  WEEK: { steps: 10, agreements: 3 },
  MONTH: { steps: 6, agreements: 2 },
  YEAR: { steps: 3, agreements: 1 },
} as const satisfies Record<IntervalUnit, { steps: number; agreements: number }>

/** A merchant charges an empty card repeatedly, as often as its network allows; the schedule continues. */
const strainedPlans: fc.Arbitrary<Plan> = fc
  .tuple(schedule('DAY'), fc.integer({ min: 6, max: 16 }), fc.array(timed('DAY'), { minLength: 4, maxLength: 6 }))
  .map(([made, times, rest]) => {
    const card = { kind: 'agree', provider: 'APS', initial: true, manual: false, decision: 'approve' } as const
    const policy = { retryAfterDays: [1, 2, 3, 4, 5, 6], onExhausted: 'CONTINUE' } as const
    const begun = {
      ...made,
      anchorDays: 0,
      monthEnd: false,
      intervalCount: 1,
      maxOccurrences: null,
      endDays: null,
      policy,
    }
    const charges = Array.from(
      { length: times },
      () => ({ kind: 'charge', of: 0, amount: 100, manual: false }) as const,
    )
    const first = [{ ...card, amount: Number(LAST_PENNY) }, begun, ...charges]
    return { lanes: [[...first.map(action => ({ afterMs: 0, action })), ...rest]] }
  })

/** One client creates a schedule; a second one may interrupt. */
const commonPlans: fc.Arbitrary<Plan> = fc.constantFrom<IntervalUnit>(...units).chain(interval =>
  fc
    .tuple(
      fc.array(approved(interval), { minLength: 1, maxLength: most[interval].agreements }),
      schedule(interval),
      fc.array(timed(interval), { minLength: 3, maxLength: most[interval].steps }),
      fc.array(timed(interval), { maxLength: 3 }),
    )
    .map(([agreements, first, rest, others]) => ({
      lanes: [
        [...[...agreements, first].map(given => ({ afterMs: 0, action: given })), ...rest],
        ...(others.length > 0 ? [others.map(step => ({ ...step, afterMs: step.afterMs + 60_000 }))] : []),
      ],
    })),
)

export const schedulePlans: fc.Arbitrary<Plan> = fc.oneof(
  { weight: 14, arbitrary: commonPlans },
  { weight: 1, arbitrary: strainedPlans },
)
