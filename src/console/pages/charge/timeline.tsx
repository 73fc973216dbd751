import { useRouteContext } from '@tanstack/react-router'
import { Json, Name, Sentence, Time } from '../../components/values.tsx'
import { wordsOf } from '../../format/words.ts'
import type { ChargePageQuery } from '../../generated/graphql.ts'

type Entry = NonNullable<NonNullable<ChargePageQuery['charge']>['timeline']>[number]

/** The same thing several times in a row, e.g. daily status queries with the same answer. */
interface Run {
  readonly latest: Entry
  readonly count: number
  readonly since: string
}

function runsOf(entries: readonly Entry[]): readonly Run[] {
  const runs: Run[] = []
  for (const entry of entries.toReversed()) {
    const last = runs.at(-1)
    if (last?.latest.type === entry.type && last.latest.summary === entry.summary)
      runs[runs.length - 1] = { ...last, count: last.count + 1, since: entry.at }
    else runs.push({ latest: entry, count: 1, since: entry.at })
  }
  return runs
}

/** Everything that happened to the charge, and everything that was sent and received, latest first. */
export function Timeline({ entries }: { readonly entries: readonly Entry[] }) {
  return (
    <ol className="timeline">
      {runsOf(entries).map(run => (
        <TimelineEntry key={`${run.latest.at} ${run.latest.type} ${run.latest.summary}`} run={run} />
      ))}
    </ol>
  )
}

const BAD = new Set(['declined', 'notSent', 'FAILED', 'REJECTED'])
const UNCERTAIN = new Set(['unknown', 'UNMATCHED'])

/** How it ended, for the color of its dot: of a request its outcome, of a webhook its status, of a change its type. */
function toneOf({ type, detail }: Entry): 'bad' | 'wait' | undefined {
  const { outcome, status } = (detail ?? {}) as { readonly outcome?: unknown; readonly status?: unknown }
  const ending = type.startsWith('provider.') ? String(outcome ?? status) : ''
  if (BAD.has(ending) || type.endsWith('_failed')) return 'bad'
  if (UNCERTAIN.has(ending) || type.endsWith('_unknown')) return 'wait'
  return undefined
}

/** Between two values. It stays at the end of a line. */
const DOT = '\u00a0· '

function TimelineEntry({ run: { latest, count, since } }: { readonly run: Run }) {
  const { at, source, actor, type, summary, detail } = latest
  const { viewer } = useRouteContext({ from: '/shell' })
  return (
    <li className="timeline-entry">
      <div className="timeline-dot" data-source={source} data-tone={toneOf(latest)} />
      <div className="timeline-text">
        <div>
          <Sentence text={summary} />
        </div>
        <div className="faint small">
          {count > 1 && (
            <>
              {count} times since <Time at={since} />, last{' '}
            </>
          )}
          <Time at={at} hasSeconds />
          {DOT}
          {wordsOf(source)}
          {DOT}
          <Name text={type} />
          {actor && viewer.kind === 'MERCHANT' && (
            <>
              {DOT}
              <span className="mono">{actor}</span>
            </>
          )}
        </div>
        {detail !== null && detail !== undefined && (
          <details>
            <summary className="small">Details</summary>
            <Json value={detail} />
          </details>
        )}
      </div>
    </li>
  )
}
