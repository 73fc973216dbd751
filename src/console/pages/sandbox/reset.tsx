import { FormPanel } from '../../components/forms/form-panel.tsx'
import { control } from '../../data/simulators.ts'

/** Back to simulators that do what is asked. */
export function ResetPanel() {
  return (
    <FormPanel
      title="Reset"
      lead="Ends all scripted outcomes, faults and rate limits of the simulators. The ledger and the clock stay."
      submit="Reset"
      onSubmit={async () => {
        await control('reset', {})
        return 'The simulators approve everything again'
      }}
    />
  )
}
