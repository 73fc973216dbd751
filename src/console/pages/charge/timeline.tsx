import { useRouteContext } from '@tanstack/react-router'
import { Json, Time } from '../../components/values.tsx'
import { wordsOf } from '../../format/words.ts'
import type { ChargePageQuery } from '../../generated/graphql.ts'

type Entry = NonNullable<NonNullable<ChargePageQuery['charge']>['timeline']>[number]

/** Everything that happened to the charge, and everything that was sent and received, latest first. */
export function Timeline({ entries }: { readonly entries: readonly Entry[] }) {
  return (
    <ol className="timeline">
      {entries.toReversed().map(entry => (
        <TimelineEntry key={`${entry.at} ${entry.type} ${entry.summary}`} entry={entry} />
      ))}
    </ol>
  )
}

function TimelineEntry({ entry }: { readonly entry: Entry }) {
  const { at, source, actor, type, summary, detail } = entry
  const { viewer } = useRouteContext({ from: '/shell' })
  return (
    <li className="timeline-entry">
      <div className="timeline-dot" data-source={source} />
      <div className="timeline-text">
        <div>{summary}</div>
        <div className="faint small">
          <Time at={at} /> · {wordsOf(source)} · <span className="mono">{type}</span>
          {actor && viewer.kind === 'MERCHANT' && (
            <>
              {' '}
              · <span className="mono">{actor}</span>
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
