import { Bars, Numbers, PlotPanel } from '../../components/plots/plot-panel.tsx'
import { Empty } from '../../components/states.tsx'
import { methodOf } from '../../format/words.ts'
import { type OverviewData, percent, shareOf } from './data.ts'

const QUESTION = 'Which methods succeed?'

/** What came of the charges of each method: succeeded, failed, still open. */
export function SuccessRates({ rates }: { readonly rates: OverviewData['successRates'] }) {
  const textOf = (rate: number | null) => (rate === null ? '–' : percent.format(rate))
  return (
    <PlotPanel
      question={QUESTION}
      answer="Succeeded, failed, still open"
      plot={
        rates.length === 0 ? (
          <Empty title="No charges" />
        ) : (
          <Bars
            bars={rates.map(rate => ({
              id: `${rate.provider} ${rate.paymentMethod}`,
              name: methodOf(rate),
              text: shareOf({ ...rate, share: textOf(rate.successRate) }),
              parts: [
                { kind: 'good', percent: (100 * rate.succeeded) / rate.charges },
                { kind: 'bad', percent: (100 * rate.failed) / rate.charges },
                { kind: 'busy', percent: (100 * rate.open) / rate.charges },
              ],
            }))}
          />
        )
      }
      table={
        <Numbers
          title={QUESTION}
          head={['Method', 'Charges', 'Succeeded', 'Failed', 'Open', 'Success rate']}
          rows={rates.map(rate => [
            methodOf(rate),
            rate.charges,
            rate.succeeded,
            rate.failed,
            rate.open,
            textOf(rate.successRate),
          ])}
        />
      }
    />
  )
}
