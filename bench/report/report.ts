import type { ChargeResults } from '../charges/charges.ts'
import type { GrowthResults } from '../charges/growth.ts'
import type { ProcessResults } from '../charges/processes.ts'
import type { ConsoleResults } from '../console/console.ts'
import type { FeedResults } from '../feed/feed.ts'
import type { IntegrityResults } from '../integrity/integrity.ts'
import type { ReadResults } from '../reads/reads.ts'
import type { SchedulerResults } from '../scheduler/scheduler.ts'
import type { SizeResults } from '../sizes.ts'
import type { FanOutResults } from '../subscribers/fan-out.ts'
import type { SubscriberResults } from '../subscribers/subscribers.ts'
import type { TailResults } from '../subscribers/tails.ts'
import { median } from '../support/rounds.ts'
import type { WebhookResults } from '../webhooks/webhooks.ts'
import { feedRows } from './feed-rows.ts'
import { fanOutRows, subscriberRows, tailRows } from './subscriber-rows.ts'
import { megabytes, type Row, ratioRow, table, verdict } from './table.ts'

export interface Results {
  readonly machine: readonly string[]
  readonly effort: string
  readonly reads?: ReadResults | undefined
  readonly charges?: ChargeResults | undefined
  readonly webhooks?: WebhookResults | undefined
  readonly processes?: ProcessResults | undefined
  readonly scheduler?: SchedulerResults | undefined
  readonly fanOut?: FanOutResults | undefined
  readonly subscribers?: SubscriberResults | undefined
  readonly tails?: TailResults | undefined
  readonly sizes?: SizeResults | undefined
  readonly integrity?: IntegrityResults | undefined
  readonly console?: ConsoleResults | undefined
  readonly feed?: FeedResults | undefined
  readonly growth?: GrowthResults | undefined
}

/** All results as Markdown, for the terminal and for RESULTS.md. */
export function report(results: Results): string {
  const { machine, effort, reads, charges, webhooks, processes, scheduler, sizes, ...more } = results
  const { fanOut, subscribers, tails, integrity, console, feed, growth } = more
  const parts = ['# What was measured', '', ...machine.map(fact => `- ${fact}`), `- ${effort}`]
  if (reads) parts.push('', '## Reads over HTTP, by PostGraphile 5', '', ...table(readRows(reads, charges)))
  if (charges) {
    parts.push('', '## chargeCreate, by its own SQL through bare pg', '', ...table(chargeRows(charges)))
    parts.push('', '## Counted', '', ...table(countedRows(charges)))
  }
  if (webhooks) parts.push('', '## Webhook intake, by the same INSERT through pg', '', ...table([intakeRow(webhooks)]))
  if (processes) parts.push('', '## Several processes, by one', '', ...processesPart(processes))
  if (scheduler) parts.push('', '## The scheduler, by chargeCreate', '', ...schedulerPart(scheduler))
  if (fanOut) parts.push('', '## Fan-out, by a broadcast of ws alone', '', ...table(fanOutRows(fanOut)))
  if (subscribers)
    parts.push('', '## Memory of idle subscribers, by sockets of ws alone', '', ...table(subscriberRows(subscribers)))
  if (tails) parts.push('', '## What the tails of the log cost the database', '', ...table(tailRows(tails)))
  if (sizes) parts.push('', '## Start and memory', '', ...table(sizeRows(sizes)))
  if (integrity) parts.push('', '## Integrity checks', '', ...integrityPart(integrity))
  if (console) parts.push('', '## The console, on a year of charges', '', ...consolePart(console))
  if (feed) parts.push('', '## The console’s live feed, by the same page without changes', '', ...table(feedRows(feed)))
  if (growth) parts.push('', '## Growth', '', ...growthPart(growth))
  return `${parts.join('\n')}\n`
}

function readRows({ rows, residentAfterMb }: ReadResults, charges: ChargeResults | undefined): Row[] {
  const compared = rows.map(({ query, comparison, statements }): Row => {
    const ours = charges?.counted.reads.find(counted => counted.query === query)?.names.length
    const count = ours === undefined ? '' : `; statements ${ours} and ${statements.theirs}`
    return ratioRow(query.name, comparison, query.target, count)
  })
  return [...compared, ['gateway, resident after that load', megabytes(residentAfterMb), '', '', '']]
}

function chargeRows({ operation, http }: ChargeResults): Row[] {
  return [
    ratioRow('chargeCreate', operation, 0.3),
    ratioRow('chargeCreate over HTTP, answer read back', http, undefined),
  ]
}

function intakeRow({ intake }: WebhookResults): Row {
  return ratioRow('signed notifications of PPRO, stored and acknowledged', intake, 0.6)
}

function processesPart({ threads, rows }: ProcessResults): string[] {
  return [
    `The machine has ${threads} threads, which the processes share with PostgreSQL. One process and PostgreSQL use two.`,
    '',
    ...table(
      rows.map(({ processes, comparison }) =>
        ratioRow(`charges of ${processes} processes`, comparison, processes === 2 && threads >= 4 ? 1.7 : undefined),
      ),
    ),
  ]
}

function countedRows({ counted: { roundTrips, commits, rowsScanned, reads } }: ChargeResults): Row[] {
  const scanned = rowsScanned.map(({ table, perCharge }) => `${table} ${perCharge.toFixed(0)}`).join(', ')
  return [
    ['commits per charge', String(commits), '2', verdict(commits <= 2), ''],
    [
      'SQL round trips per charge',
      String(roundTrips),
      '',
      '',
      'BEGIN with the first reads, and COMMIT with the last write, are one each',
    ],
    ['rows per charge read by scans of whole tables', scanned || 'none', 'none', verdict(rowsScanned.length === 0), ''],
    ...reads.map(
      ({ query, names }): Row => [`statements: ${query.name}`, String(names.length), '', '', names.join(', ')],
    ),
  ]
}

function schedulerPart({ backlog, drainedInSeconds, comparison, roundTrips }: SchedulerResults): string[] {
  const due = (backlog.merchants * backlog.occurrencesOfEach).toLocaleString('en')
  const { forEach, claims, others } = roundTrips.scheduled
  const rows: Row[] = [
    ratioRow('occurrences charged, by charges of chargeCreate', comparison, undefined),
    [
      'the same of each quarter of the backlog, from the first to the last',
      quarters(comparison.ratio.inOrder)
        .map(ratios => median(ratios).toFixed(2))
        .join(', '),
      '',
      '',
      `${due} charged in ${drainedInSeconds.toFixed(0)} s`,
    ],
    [
      'SQL round trips per scheduled charge',
      String(forEach),
      '',
      '',
      `and ${claims.toFixed(2)} to claim it, ${others.toFixed(2)} by workers that check for due work`,
    ],
    ['SQL round trips per charge of chargeCreate', String(roundTrips.single), '', '', ''],
  ]
  return [
    `${due} occurrences of ${backlog.merchants} merchants, due at one moment. Their provider answers at once and **its rate limit is off**:`,
    'with one, that limit says how fast they are charged.',
    `${comparison.ratio.inOrder.length} rounds, each an equal part of them beside some seconds of chargeCreate.`,
    '',
    ...table(rows),
  ]
}

/** The time in which a page of the console should have what it asks for. */
const CONSOLE_MS = 300

function consolePart({ size, rows }: ConsoleResults): string[] {
  const asked = rows.map(({ query, milliseconds, plan }): Row => {
    const measured = `${milliseconds.toFixed(0)} ms`
    const found = `${plan.indexes.join(', ') || 'no table'}; ${plan.pages.toLocaleString('en')} pages`
    return [query.name, measured, `${CONSOLE_MS} ms`, verdict(milliseconds < CONSOLE_MS), found]
  })
  return [`${size.charges.toLocaleString('en')} charges of one merchant, over HTTP.`, '', ...table(asked)]
}

/** How much slower an operation may be with a hundred times as many charges. */
const MOST_SLOWER = 1.3

function growthPart({ smallest, rows, bytes }: GrowthResults): string[] {
  const sum = bytes.reduce((all, { table: name, perCharge }) => all + (name === 'WAL' ? 0 : perCharge), 0)
  return [
    `Each operation with more earlier charges, by the same with ${smallest.toLocaleString('en')} in the same run.`,
    '',
    ...table([
      ...rows.map(({ charges, operation, comparison }) =>
        ratioRow(`${operation}, ${charges.toLocaleString('en')} charges`, comparison, 1 / MOST_SLOWER),
      ),
      [
        'bytes of one charge, indexes included',
        sum.toFixed(0),
        '',
        '',
        bytes.map(({ table: name, perCharge }) => `${name} ${perCharge.toFixed(0)}`).join(', '),
      ],
    ]),
  ]
}

function integrityPart({ size, changedCharges, incremental, full }: IntegrityResults): string[] {
  const charges = (size.schedules * size.chargesOfEach).toLocaleString('en')
  const ms = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`
  return [
    `${charges} charges of ${size.schedules.toLocaleString('en')} schedules. The database's own time, planning included (pg_stat_statements).`,
    '',
    ...table([
      [
        `a pass after ${changedCharges} charges have changed`,
        ms(incremental.totalMs),
        '≤ 1000 ms',
        verdict(incremental.totalMs <= 1_000),
        `${incremental.statements} statements, the longest ${ms(incremental.longestMs)}`,
      ],
      [
        'the longest statement of a full pass',
        ms(full.longestMs),
        '≤ 1000 ms',
        verdict(full.longestMs <= 1_000),
        `${full.statements} statements, ${(full.totalMs / 1000).toFixed(0)} s in all; the longest: ${full.longest.replaceAll('|', '')}`,
      ],
    ]),
  ]
}

function quarters(ratios: readonly number[]): readonly (readonly number[])[] {
  const size = ratios.length / 4
  return [0, 1, 2, 3].map(quarter => ratios.slice(quarter * size, (quarter + 1) * size))
}

function sizeRows({ firstStart, laterStart, laterStarts, residentMb }: SizeResults): Row[] {
  const seconds = (value: number) => `${value.toFixed(2)} s`
  return [
    ['npm start, first answer, empty DATA_DIR', seconds(firstStart), '≤ 6 s', verdict(firstStart <= 6), ''],
    [
      'npm start, first answer, existing DATA_DIR',
      seconds(laterStart),
      '≤ 3 s',
      verdict(laterStart <= 3),
      `median of ${laterStarts.map(value => value.toFixed(2)).join(', ')}`,
    ],
    [
      'gateway, resident while idle',
      megabytes(residentMb),
      '< 180 MB',
      residentMb === undefined ? '' : verdict(residentMb < 180),
      '',
    ],
  ]
}
