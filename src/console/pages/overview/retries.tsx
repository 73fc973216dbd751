import { formatMoney } from '../../../client/money/index.ts'
import { Bars, Numbers, PlotPanel } from '../../components/plots/plot-panel.tsx'
import { Empty } from '../../components/states.tsx'
import { type OverviewData, percent, shareOf } from './data.ts'

const QUESTION = 'What do retries recover?'

/** The second and later charges of a payment. */
export function Retries({ retries }: { readonly retries: OverviewData['retries'] }) {
  const most = Math.max(1, ...retries.map(({ charges }) => charges))
  const moneyOf = (retry: OverviewData['retries'][number]) =>
    retry.recovered.map(amount => formatMoney(amount)).join(', ') || '–'
  const shareText = ({ succeeded, failed }: OverviewData['retries'][number]) =>
    succeeded + failed === 0 ? '–' : percent.format(succeeded / (succeeded + failed))
  return (
    <PlotPanel
      question={QUESTION}
      answer="By retry: succeeded, failed, still open"
      plot={
        retries.length === 0 ? (
          <Empty title="Nothing was retried" />
        ) : (
          <Bars
            bars={retries.map(retry => ({
              id: String(retry.attemptNumber),
              name: `Retry ${retry.attemptNumber - 1}: ${moneyOf(retry)}`,
              text: shareOf({ ...retry, share: shareText(retry) }),
              parts: [
                { kind: 'good', percent: (100 * retry.succeeded) / most },
                { kind: 'bad', percent: (100 * retry.failed) / most },
                { kind: 'busy', percent: (100 * retry.open) / most },
              ],
            }))}
          />
        )
      }
      table={
        <Numbers
          title={QUESTION}
          head={['Retry', 'Charges', 'Succeeded', 'Failed', 'Open', 'Recovered']}
          rows={retries.map(retry => [
            retry.attemptNumber - 1,
            retry.charges,
            retry.succeeded,
            retry.failed,
            retry.open,
            moneyOf(retry),
          ])}
        />
      }
    />
  )
}
