import { Action } from '../../components/forms/action.tsx'
import { api } from '../../data/api.ts'
import { ConsoleWebhookCreateDocument } from '../../generated/graphql.ts'

interface EndpointInput {
  readonly url: string
  readonly description?: string
  readonly eventTypes: readonly string[]
  readonly ordered: boolean
}

export function CreateEndpoint({ onSecret }: { readonly onSecret: (secret: string) => void }) {
  return (
    <Action<EndpointInput>
      name="webhook-create"
      label="Add an endpoint"
      title="Add an endpoint"
      confirm="Add"
      done="The endpoint was added"
      fields={kept => <EndpointFields kept={kept} />}
      read={form => {
        const text = (name: string) => String(form.get(name) ?? '').trim()
        if (!URL.canParse(text('url'))) return 'Give the whole address, e.g. https://shop.example/webhooks.'
        return {
          url: text('url'),
          ...(text('description') && { description: text('description') }),
          eventTypes: text('eventTypes')
            .split(/[\s,]+/)
            .filter(Boolean),
          ordered: form.get('ordered') === 'on',
        }
      }}
      send={async ({ idempotencyKey, input }) => {
        const { eventTypes, ...rest } = input
        const sent = { idempotencyKey, ...rest, eventTypes: [...eventTypes] }
        const { webhookEndpointCreate: answer } = await api.request(ConsoleWebhookCreateDocument, { input: sent })
        if (answer?.__typename === 'WebhookEndpointCreatePayload' && answer.secret !== null) onSecret(answer.secret)
        return answer
      }}
    >
      It gets every event from now on. The secret that signs them is shown once, when the endpoint is added.
    </Action>
  )
}

function EndpointFields({ kept }: { readonly kept: EndpointInput | undefined }) {
  const field = (name: 'url' | 'description' | 'eventTypes', label: string, value = '') => (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        className="input"
        defaultValue={value}
        readOnly={kept !== undefined}
        autoComplete="off"
        spellCheck={false}
      />
    </div>
  )
  return (
    <>
      {field('url', 'Address', kept?.url)}
      {field('description', 'Description (optional)', kept?.description)}
      {field('eventTypes', 'Types of events, e.g. charge.* (optional: all)', kept?.eventTypes.join(', '))}
      <label className="choice">
        <input type="checkbox" name="ordered" defaultChecked={kept?.ordered} disabled={kept !== undefined} /> Keep each
        object’s events in order
      </label>
    </>
  )
}
