import { useId } from 'react'
import { PROVIDERS } from '../../data/values.ts'

/** Which simulator. */
export function ProviderField() {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>Provider</label>
      <select id={id} name="provider" className="select">
        {PROVIDERS.map(provider => (
          <option key={provider} value={provider}>
            {provider}
          </option>
        ))}
      </select>
    </div>
  )
}
