import { FormPanel } from '../../components/forms/form-panel.tsx'
import { control } from '../../data/simulators.ts'
import { ProviderField } from './provider-field.tsx'

const FAULTS = [
  { name: 'dropBeforeEffect', text: 'Request lost before it has an effect' },
  { name: 'dropAfterEffect', text: 'Response lost after the effect' },
  { name: 'error500AfterEffect', text: 'Error 500 after the effect' },
  { name: 'malformedAnswer', text: 'Response that cannot be read' },
  { name: 'duplicateWebhook', text: 'Webhook sent twice' },
  { name: 'reorderWebhook', text: 'Webhooks in another order' },
  { name: 'dropWebhook', text: 'Webhook lost' },
  { name: 'webhookBeforeAnswer', text: 'Webhook before the response' },
] as const

/** How often the network and the provider misbehave. */
export function FaultsPanel() {
  return (
    <FormPanel
      title="Faults"
      lead="How often each fault happens from now on, in percent of the requests or webhooks. No fault may lose or repeat a payment."
      submit="Set the faults"
      onSubmit={async form => {
        const rates = Object.fromEntries(FAULTS.map(({ name }) => [name, Number(form.get(name)) / 100]))
        await control('faults', { provider: form.get('provider'), rates })
        return 'The faults are set'
      }}
    >
      <ProviderField />
      <div className="fault-list">
        {FAULTS.map(({ name, text }) => (
          <div key={name} className="fault">
            <label htmlFor={name}>{text}</label>
            <input
              id={name}
              name={name}
              type="number"
              min="0"
              max="100"
              step="1"
              defaultValue="0"
              className="input number"
            />
            <span className="faint" aria-hidden="true">
              %
            </span>
          </div>
        ))}
      </div>
    </FormPanel>
  )
}
