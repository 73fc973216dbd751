import type { ChargeResults } from './charges.ts'
import type { ConsoleResults } from './console.ts'
import type { GrowthResults } from './growth.ts'
import type { IntegrityResults } from './integrity.ts'
import type { ReadResults } from './reads.ts'
import { type Comparison, median } from './rounds.ts'
import type { SchedulerResults } from './scheduler.ts'
import type { SizeResults } from './sizes.ts'

export interface Results {
  readonly machine: readonly string[]
  readonly effort: string
  readonly reads?: ReadResults | undefined
  readonly charges?: ChargeResults | undefined
  readonly scheduler?: SchedulerResults | undefined
  readonly sizes?: SizeResults | undefined
  readonly integrity?: IntegrityResults | undefined
  readonly console?: ConsoleResults | undefined
  readonly growth?: GrowthResults | undefined
}

type Row = readonly [what: string, measured: string, target: string, verdict: string, more: string]

/** All results as Markdown, for the terminal and for RESULTS.md. */
export function report(results: Results): string {
  const { machine, effort, reads, charges, scheduler, sizes, integrity, console, growth } = results
  const parts = ['# What was measured', '', ...machine.map(fact => `- ${fact}`), `- ${effort}`]
  if (reads) parts.push('', '## Reads over HTTP, by PostGraphile 5', '', ...table(readRows(reads, charges)))
  if (charges) {
    parts.push('', '## chargeCreate, by its own SQL through bare pg', '', ...table(chargeRows(charges)))
    parts.push('', '## Counted', '', ...table(countedRows(charges)))
  }
  if (scheduler) parts.push('', '## The scheduler, by chargeCreate', '', ...schedulerPart(scheduler))
  if (sizes) parts.push('', '## Start and memory', '', ...table(sizeRows(sizes)))
  if (integrity) parts.push('', '## Integrity checks', '', ...integrityPart(integrity))
  if (console) parts.push('', '## The console, on a year of charges', '', ...consolePart(console))
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
      `and ${claims.toFixed(2)} to claim it, ${others.toFixed(2)} of workers that look whether there is something to do`,
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

function ratioRow(what: string, { ours, theirs, ratio }: Comparison, target: number | undefined, more = ''): Row {
  return [
    what,
    `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)}–${ratio.most.toFixed(2)})`,
    target === undefined ? '' : `≥ ${target.toFixed(1)}`,
    target === undefined ? '' : verdict(ratio.median >= target),
    `${ours.toFixed(0)} and ${theirs.toFixed(0)} a second${more}`,
  ]
}

function verdict(met: boolean): string {
  return met ? 'met' : 'MISSED'
}

function megabytes(value: number | undefined): string {
  return value === undefined ? 'not measured on this platform' : `${value.toFixed(0)} MB`
}

function table(rows: readonly Row[]): string[] {
  const all: Row[] = [['', 'measured', 'target', '', 'more'], ...rows]
  const widths = [0, 1, 2, 3, 4].map(column => Math.max(3, ...all.map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head, ...body] = all.map(line)
  return [head ?? '', `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`, ...body]
}
