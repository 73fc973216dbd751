import { Action } from '../../components/forms/action.tsx'
import { api } from '../../data/api.ts'
import { ConsoleEraseDocument } from '../../generated/graphql.ts'
import type { ConsumerData } from './facts.tsx'

/** Asks for the end of the id, so that nobody erases the wrong person with a click. */
export function Erase({ consumer: { id, name } }: { readonly consumer: ConsumerData }) {
  const wanted = id.slice(-6)
  return (
    <Action
      name={`erase:${id}`}
      label="Erase"
      title={`Erase ${name ?? 'this consumer'}?`}
      confirm="Erase forever"
      done="The consumer was erased"
      isDanger
      fields={() => (
        <div className="field">
          <label htmlFor="confirmation">
            Type <strong className="mono">{wanted}</strong>, the end of the consumer’s id
          </label>
          <input
            id="confirmation"
            name="confirmation"
            className="input mono"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        </div>
      )}
      read={form => (form.get('confirmation') === wanted ? {} : `Type ${wanted} to confirm.`)}
      send={async () => (await api.request(ConsoleEraseDocument, { input: { consumerId: id } })).consumerErase}
    >
      Name, email, address and everything else that is personal is destroyed, and nobody can bring it back. Agreements
      are revoked and schedules end. Amounts and dates stay, for your accounts.
    </Action>
  )
}
