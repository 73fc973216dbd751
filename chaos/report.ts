import { operationsGivenUp } from './compare/outcomes.ts'
import type { DifferenceKind } from './evidence/evidence.ts'
import { unknownWaits, type Waits, wholeWaits } from './evidence/waits.ts'
import { pagesLost } from './load/page-lost.ts'
import type { Options } from './options.ts'
import type { LoadOptions } from './plan/load-options.ts'
import type { Stack } from './processes/stack.ts'
import type { Outcome } from './run.ts'

const SHOWN_OF_EACH = 10

/** The head of a run: everything that is needed to repeat it. */
export function heading({ seed, providers, faultRate, cutRate, ...counts }: Options): string {
  const percent = (rate: number) => `${Number((rate * 100).toFixed(2))} %`
  const steady = counts.killEverySeconds > 0 ? ` and one every ${counts.killEverySeconds} s` : ''
  return [
    `chaos: seed ${seed}, ${providers.join(' and ')}, ${counts.gateways} gateways, ${counts.charges} charges, ${counts.schedules} schedules, ${counts.concurrency} callers at once`,
    `  ${counts.kills} kills of gateways (SIGKILL)${steady}, ${counts.restarts} ends of PostgreSQL, ${percent(cutRate)} of COMMITs cut`,
    `  every fault kind of the simulators at ${percent(faultRate)}; rate limits off; ABSENCE_SECONDS ${counts.absenceSeconds}`,
    '  What is charged, the rates and the moments come from the seed; timing, and which request meets a fault, vary.',
  ].join('\n')
}

/** What was done to the processes. */
export function troubleLine({ fleet, cutter }: Stack, { restarts }: Options): string {
  return `  disruptions          ${fleet.kills} kills, ${restarts} ends of PostgreSQL, ${cutter.cutBefore} COMMITs cut before and ${cutter.cutAfter} after they were done`
}

/** The run in numbers, and every difference. */
export function accounts({ settleSeconds }: LoadOptions, outcome: Outcome): readonly string[] {
  const { differences, evidence, settling, load } = outcome
  const of = (...kinds: DifferenceKind[]) => differences.filter(({ kind }) => kinds.includes(kind)).length
  const { charges, log, subscribers, ledger, schedules } = evidence
  const occurrences = schedules.flatMap(schedule => schedule.occurrences.map(({ status }) => status))
  const [dropped, repeated] = [
    ledger.webhooks.filter(({ attempts, delivered }) => attempts === 0 && !delivered).length,
    ledger.webhooks.filter(({ attempts }) => attempts > 1).length,
  ]
  const seen = subscribers.reduce((sum, subscriber) => sum + subscriber.seen.length, 0)
  const again = subscribers.reduce((sum, { seen: all }) => sum + all.length - new Set(all.map(({ id }) => id)).size, 0)
  const resumed = subscribers.reduce((sum, { resumptions }) => sum + resumptions, 0)
  return [
    `  load                 ${load.chargeSeconds.toFixed(1)} s, ${(charges.length / load.chargeSeconds).toFixed(1)} charges/s; to the end of every story ${load.seconds.toFixed(1)} s and ${outcome.days} simulated days`,
    `  callers              ${outcome.answers} answers; sent again after ${listed(outcome.repeats)}`,
    `  provider calls       ${evidence.rows.calls.map(({ verb, outcome: result, count }) => `${verb} ${result} ${count}`).join(', ')}`,
    `  webhooks             ${ledger.webhooks.length}, of them ${dropped} lost and ${repeated} sent more than once`,
    `  charges              ${charges.length} (${listed(countBy(charges.map(({ status }) => status)))}); ${operationsGivenUp(evidence)} operations NEVER_ARRIVED`,
    `  schedules            ${schedules.length} (${listed(countBy(schedules.map(({ status }) => status)))}); occurrences ${occurrences.length} (${listed(countBy(occurrences))})`,
    `  consumers            for ${pagesLost(evidence)} the bank's page was lost with an answer, and an agreement was made again`,
    `  answers lost         ${waits(unknownWaits(log), 'UNKNOWN for')}`,
    `                       ${waits(wholeWaits(log), 'from request to outcome')}`,
    `  settled              ${settling.settled ? `${settling.seconds.toFixed(1)} s after the load` : `NOT within ${settleSeconds} s`}`,
    `  events               ${log.length} in the log; ${subscribers.length} subscribers saw ${seen}, ${again} of them again, over ${outcome.lineCuts} cut lines, resumed ${resumed} times`,
    '',
    `  double charges ${of('double charge')}, lost ${of('lost')}, stuck ${of('stuck')}, orphans ${of('orphan')}, needing attention ${of('needs attention')}`,
    `  subscribers that missed something ${of('subscriber')}, faults of the log ${of('log')}, broken promises ${of('broken promise')}`,
    `  other differences ${of('records', 'unexpected outcome', 'caller', 'process')}`,
    ...[...Map.groupBy(differences, ({ kind }) => kind)].flatMap(([kind, all]) => [
      ...all.slice(0, SHOWN_OF_EACH).map(({ what }) => `  ✗ ${kind}: ${what}`),
      ...(all.length > SHOWN_OF_EACH ? [`  ✗ ${kind}: ${all.length - SHOWN_OF_EACH} more`] : []),
    ]),
  ]
}

/** The last line of a run. @param command The npm script. */
export function verdict(command: string, { seed, providers }: LoadOptions, { differences }: Outcome): string {
  const named = `${command}: seed ${seed}, ${providers.join(' and ')}`
  return differences.length === 0
    ? `${named}: no difference between ledger, database, answers and subscribers`
    : `${named}: ${differences.length} DIFFERENCES`
}

function waits({ count, medianSeconds, longestSeconds }: Waits, words: string): string {
  return `${count} ${words} ${medianSeconds.toFixed(1)} s (median), ${longestSeconds.toFixed(1)} s (longest)`
}

function countBy(words: readonly string[]): Map<string, number> {
  return new Map([...Map.groupBy(words, word => word)].map(([word, all]) => [word, all.length]))
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([word, count]) => `${word} ${count}`).join(', ') || 'nothing'
}
