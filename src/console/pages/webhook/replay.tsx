import { api } from '../../data/api.ts'
import { ConsoleWebhookReplayDocument } from '../../generated/graphql.ts'
import { EndpointAction } from './endpoint-action.tsx'

interface ReplayInput {
  readonly from: string
  readonly onlyUndelivered: boolean
}

/** Sends events again, of the time since an instant. */
export function Replay({ id }: { readonly id: string }) {
  return (
    <EndpointAction<ReplayInput>
      id={id}
      name="replay"
      label="Replay"
      title="Send events again?"
      confirm="Send again"
      done="The events are sent again"
      mayRepeat
      fields={() => (
        <>
          <div className="field">
            <label htmlFor="from">Since</label>
            <input id="from" name="from" type="datetime-local" className="input" required />
          </div>
          <label className="choice">
            <input type="checkbox" name="onlyUndelivered" defaultChecked /> Only those that were not delivered
          </label>
        </>
      )}
      read={form => {
        const from = new Date(String(form.get('from')))
        if (Number.isNaN(from.getTime())) return 'Give a date and a time.'
        return { from: from.toISOString(), onlyUndelivered: form.get('onlyUndelivered') === 'on' }
      }}
      send={async input => (await api.request(ConsoleWebhookReplayDocument, { input })).webhookReplay}
    >
      They keep their webhook-id. At most 1,000 events at once; the API continues with a cursor.
    </EndpointAction>
  )
}
