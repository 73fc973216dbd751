import { useRouteContext } from '@tanstack/react-router'
import { Action } from '../../components/forms/action.tsx'
import { ObjectLink } from '../../components/objects/object-link.tsx'
import { Empty } from '../../components/states.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { type Column, DataTable } from '../../components/tables/data-table.tsx'
import { Due, Json, Name, Time } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { plural } from '../../format/words.ts'
import { ConsoleWebhookRetryDocument, type WebhookDeliveryRowFragment } from '../../generated/graphql.ts'

type Delivery = WebhookDeliveryRowFragment

const COLUMNS: readonly Column<Delivery>[] = [
  { title: 'Event', cell: row => <Name text={row.eventType} /> },
  {
    title: 'State',
    cell: ({ state, nextTryAt }) => (
      <div>
        <StatusBadge status={state} />
        {nextTryAt && (
          <div className="faint small">
            next <Due at={nextTryAt} />
          </div>
        )}
      </div>
    ),
  },
  {
    title: 'Object',
    kind: 'clip',
    cell: ({ event, subjectId }) => event?.subjectType && <ObjectLink type={event.subjectType} id={subjectId} />,
  },
  { title: 'Tries', cell: row => <Tries delivery={row} /> },
  { title: 'Created', kind: 'end', cell: row => <Time at={row.createdAt} /> },
]

export function Deliveries({ deliveries }: { readonly deliveries: readonly Delivery[] }) {
  return (
    <DataTable
      title="Deliveries"
      columns={COLUMNS}
      rows={deliveries}
      empty={
        <Empty title="Nothing was sent">
          <p>Each event from now on appears here, with every try. Remove the filter to see others.</p>
        </Empty>
      }
    />
  )
}

/** What was sent and answered. The answer is the endpoint’s text, shown as text. */
function Tries({ delivery }: { readonly delivery: Delivery }) {
  const { tries, body } = delivery
  const last = tries.at(-1)
  return (
    <details className="body">
      <summary>
        {plural(tries.length, 'try', 'tries')}
        {last?.httpStatus != null && `, HTTP ${last.httpStatus}`}
      </summary>
      <ol className="rows">
        {tries.map(({ at, durationMs, error, response }) => (
          <li key={at}>
            <Time at={at} hasSeconds /> · {durationMs} ms{error && <p className="field-error">{error}</p>}
            {response && <pre className="json">{response}</pre>}
          </li>
        ))}
      </ol>
      <Json value={JSON.parse(body)} />
      <Retry delivery={delivery} />
    </details>
  )
}

function Retry({ delivery: { id, state } }: { readonly delivery: Delivery }) {
  const { viewer } = useRouteContext({ from: '/shell' })
  if (!viewer.scopes.includes('manage')) return null
  return (
    <Action
      name={`webhook-retry:${id}`}
      label={state === 'PENDING' ? 'Send now' : 'Send again'}
      title="Send this webhook now?"
      confirm="Send"
      done="The webhook is sent"
      send={async () =>
        (await api.request(ConsoleWebhookRetryDocument, { input: { webhookDeliveryId: id } })).webhookDeliveryRetry
      }
    >
      It has the same webhook-id, so a receiver that has it already can leave it out.
    </Action>
  )
}
