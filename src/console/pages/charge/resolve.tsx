import { formatMoney } from '../../../client/money/index.ts'
import { Action } from '../../components/forms/action.tsx'
import { api } from '../../data/api.ts'
import { ConsoleResolveDocument, type ResolvedOutcome } from '../../generated/graphql.ts'
import type { Operation } from './operations.tsx'

interface Finding {
  readonly outcome: ResolvedOutcome
  readonly note: string
}

const OUTCOMES: readonly { readonly value: ResolvedOutcome; readonly text: string }[] = [
  { value: 'SUCCEEDED', text: 'It succeeded: the money moved' },
  { value: 'FAILED', text: 'It failed: no money moved' },
]

/** Records what an operator found at the provider about an operation that no status query could settle. */
export function Resolve({ chargeId, operation }: { readonly chargeId: string; readonly operation: Operation }) {
  const what = `${operation.kind.toLowerCase()} of ${formatMoney(operation.amount)}`
  return (
    <Action<Finding>
      name={`resolve:${operation.id}`}
      label={`Resolve the ${what}`}
      title={`Resolve the ${what}`}
      confirm="Record the outcome"
      done="The outcome was recorded"
      isDanger
      fields={kept => (
        <>
          <fieldset className="choices" disabled={kept !== undefined}>
            <legend>What the provider says</legend>
            {OUTCOMES.map(({ value, text }) => (
              <label key={value} className="choice">
                <input type="radio" name="outcome" value={value} defaultChecked={kept?.outcome === value} />
                {text}
              </label>
            ))}
          </fieldset>
          <div className="field">
            <label htmlFor="note">How you found out</label>
            <textarea
              id="note"
              name="note"
              className="input"
              maxLength={1000}
              defaultValue={kept?.note}
              readOnly={kept !== undefined}
            />
          </div>
        </>
      )}
      read={form => {
        const outcome = OUTCOMES.find(({ value }) => value === form.get('outcome'))?.value
        const note = String(form.get('note')).trim()
        if (outcome === undefined) return 'Choose what the provider says.'
        return note === '' ? 'Say how you found out, for those who read this later.' : { outcome, note }
      }}
      send={async ({ idempotencyKey, input: { outcome, note } }) => {
        const input = { idempotencyKey, chargeId, operationId: operation.id, outcome, note }
        return (await api.request(ConsoleResolveDocument, { input })).chargeResolve
      }}
    >
      Ask the provider first, e.g. in its own dashboard. If it later reports something else, the gateway records a
      contradiction.
    </Action>
  )
}
