import { FormPanel } from '../../components/forms/form-panel.tsx'
import { control } from '../../data/simulators.ts'
import { plural, wordsOf } from '../../format/words.ts'
import { ProviderField } from './provider-field.tsx'

const OPERATIONS = ['charge', 'capture', 'refund', 'void'] as const

/** What the simulator answers to its next requests. */
export function OutcomesPanel() {
  return (
    <FormPanel
      title="Outcomes"
      lead="The next operations end like this, in order; then everything is approved again."
      submit="Set the outcomes"
      onSubmit={async form => {
        const outcomes = String(form.get('outcomes'))
          .split(/[\s,]+/)
          .filter(Boolean)
        if (outcomes.length === 0) throw new Error('Enter at least one outcome, e.g. INSUFFICIENT_FUNDS.')
        const agreementId = String(form.get('agreement')).trim()
        await control('outcomes', {
          provider: form.get('provider'),
          operation: form.get('operation'),
          outcomes,
          ...(agreementId && { agreementId }),
        })
        return `${plural(outcomes.length, 'outcome')} set`
      }}
    >
      <div className="field-row">
        <ProviderField />
        <div className="field">
          <label htmlFor="operation">Operation</label>
          <select id="operation" name="operation" className="select">
            {OPERATIONS.map(each => (
              <option key={each} value={each}>
                {wordsOf(each)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className="field">
        <label htmlFor="outcomes">Outcomes</label>
        <input
          id="outcomes"
          name="outcomes"
          className="input mono"
          placeholder="INSUFFICIENT_FUNDS, approve"
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <div className="field">
        <label htmlFor="agreement">Only this agreement, by the provider’s reference (optional)</label>
        <input id="agreement" name="agreement" className="input mono" autoComplete="off" spellCheck={false} />
      </div>
    </FormPanel>
  )
}
