import type { ProviderEventRowFragment } from '../../generated/graphql.ts'
import { StatusBadge } from '../status-badge.tsx'
import { Json, Name, Time } from '../values.tsx'

/** Webhooks as they came, each with its body. */
export function ProviderEventList({ events }: { readonly events: readonly ProviderEventRowFragment[] }) {
  return (
    <ul className="rows event-rows">
      {events.map(event => (
        <li key={event.id}>
          <details>
            <summary>
              <Name text={event.type ?? 'no type'} />
              <StatusBadge status={event.status} />
              <span className="event-when faint small">
                <Time at={event.receivedAt} />
                {event.deliveries > 1 && ` · delivered ${event.deliveries} times`}
              </span>
            </summary>
            {event.error && <p className="field-error">{event.error}</p>}
            {event.body === null ? <p className="soft">The body was erased.</p> : <Json value={event.body} />}
          </details>
        </li>
      ))}
    </ul>
  )
}
