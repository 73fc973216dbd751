import { Bars, Numbers, PlotPanel } from '../../components/plots/plot-panel.tsx'
import { Empty } from '../../components/states.tsx'
import { formatSeconds } from '../../format/time.ts'
import { plural } from '../../format/words.ts'
import type { OverviewData } from './data.ts'

const QUESTION = 'How fast are webhooks processed?'

export function Webhooks({ webhooks }: { readonly webhooks: OverviewData['webhooks'] }) {
  const slowest = Math.max(1, ...webhooks.map(({ p95Ms }) => p95Ms ?? 0))
  const textOf = (ms: number | null) => (ms === null ? '–' : formatSeconds(ms / 1_000))
  return (
    <PlotPanel
      question={QUESTION}
      answer="95 of 100 within this time"
      plot={
        webhooks.length === 0 ? (
          <Empty title="No webhook arrived" />
        ) : (
          <Bars
            bars={webhooks.map(({ provider, received, unmatched, failed, rejected, p95Ms }) => ({
              id: provider,
              name: `${provider}: ${plural(received, 'webhook')}${troubles({ unmatched, failed, rejected })}`,
              text: textOf(p95Ms),
              parts: [{ kind: 'plain', percent: (100 * (p95Ms ?? 0)) / slowest }],
            }))}
          />
        )
      }
      table={
        <Numbers
          title={QUESTION}
          head={['Provider', 'Received', 'Processed', 'Unmatched', 'Rejected', 'Failed', 'Median', '95 %', 'Slowest']}
          rows={webhooks.map(each => [
            each.provider,
            each.received,
            each.processed,
            each.unmatched,
            each.rejected,
            each.failed,
            textOf(each.medianMs),
            textOf(each.p95Ms),
            textOf(each.maxMs),
          ])}
        />
      }
    />
  )
}

function troubles(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `, ${count.toLocaleString()} ${name}`)
    .join('')
}
