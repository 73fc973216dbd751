import { Bars, Numbers, PlotPanel } from '../../components/plots/plot-panel.tsx'
import { Empty } from '../../components/states.tsx'
import { wordsOf } from '../../format/words.ts'
import { type OverviewData, percent } from './data.ts'

const QUESTION = 'Why are charges declined?'
const SHOWN = 8

export function Declines({ declines }: { readonly declines: OverviewData['declines'] }) {
  const total = declines.reduce((sum, { charges }) => sum + charges, 0)
  const most = declines[0]?.charges ?? 1
  return (
    <PlotPanel
      question={QUESTION}
      answer={declines.length > SHOWN ? `The ${SHOWN} most frequent codes` : 'By code and provider'}
      plot={
        declines.length === 0 ? (
          <Empty title="No charge was declined" />
        ) : (
          <Bars
            bars={declines.slice(0, SHOWN).map(({ provider, code, charges }) => ({
              id: `${provider} ${code}`,
              name: `${wordsOf(code)} · ${provider}`,
              text: `${charges.toLocaleString()}, ${percent.format(charges / total)}`,
              parts: [{ kind: 'bad', percent: (100 * charges) / most }],
            }))}
          />
        )
      }
      table={
        <Numbers
          title={QUESTION}
          head={['Code', 'Provider', 'Kind', 'Charges']}
          rows={declines.map(({ provider, code, kind, charges }) => [code, provider, wordsOf(kind), charges])}
        />
      }
    />
  )
}
