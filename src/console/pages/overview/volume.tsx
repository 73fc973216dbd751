import { Link } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { formatMoney } from '../../../client/money/index.ts'
import { Plot, type Series } from '../../components/plots/plot.tsx'
import { Numbers, PlotPanel } from '../../components/plots/plot-panel.tsx'
import { Empty } from '../../components/states.tsx'
import { currenciesOf, type OverviewData } from './data.ts'
import { datesOf } from './ranges.ts'

interface VolumeProps {
  readonly volume: OverviewData['volume']
  readonly times: { readonly from: string; readonly to: string }
  readonly search: { readonly range?: string | undefined; readonly currency?: string | undefined }
}

const QUESTION = 'How much is captured and refunded each day?'
const dayName = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const nameOf = (date: string) => dayName.format(new Date(`${date}T00:00:00Z`))

export function Volume({ volume, times, search }: VolumeProps) {
  const currencies = currenciesOf(volume)
  const currency = currencies.find(each => each === search.currency) ?? currencies[0]
  const days = useMemo(() => daysOf({ volume, times, currency }), [volume, times, currency])
  if (currency === undefined)
    return (
      <section className="panel wide">
        <Empty title="Nothing was captured or refunded">
          <p>Choose a longer range, or make a charge.</p>
        </Empty>
      </section>
    )
  return (
    <div className="wide">
      <PlotPanel
        question={QUESTION}
        answer={<Currencies currencies={currencies} current={currency} search={search} />}
        plot={<VolumePlot days={days} currency={currency} />}
        table={
          <Numbers
            title={QUESTION}
            head={['Day', 'Captures', 'Captured', 'Refunds', 'Refunded']}
            rows={days
              .toReversed()
              .map(({ date, captures, captured, refunds, refunded }) => [
                nameOf(date),
                captures,
                formatMinor(captured, currency),
                refunds,
                formatMinor(refunded, currency),
              ])}
          />
        }
      />
    </div>
  )
}

const formatMinor = (value: bigint, currency: string) => formatMoney({ value: value.toString(), currency })

interface Day {
  readonly date: string
  readonly captures: number
  readonly captured: bigint
  readonly refunds: number
  readonly refunded: bigint
}

/** Every day of the range in one currency, also those without money. */
function daysOf({ volume, times, currency }: Omit<VolumeProps, 'search'> & { currency: string | undefined }): Day[] {
  const ofDate = new Map(volume.filter(day => day.currency === currency).map(day => [day.date, day]))
  return datesOf(times).map(date => {
    const day = ofDate.get(date)
    return {
      date,
      captures: day?.captures ?? 0,
      captured: BigInt(day?.captured.value ?? 0),
      refunds: day?.refunds ?? 0,
      refunded: BigInt(day?.refunded.value ?? 0),
    }
  })
}

function VolumePlot({ days, currency }: { readonly days: readonly Day[]; readonly currency: string }) {
  const [index, setIndex] = useState<number | null>(null)
  const labels = useMemo(() => days.map(({ date }) => nameOf(date)), [days])
  // Numbers only for the heights of bars.
  const series = useMemo<Series[]>(
    () => [
      { name: 'Captured', color: '--plot-1', values: days.map(({ captured }) => Number(captured) || null) },
      { name: 'Refunded', color: '--plot-3', values: days.map(({ refunded }) => -Number(refunded) || null) },
    ],
    [days],
  )
  const formatValue = useCallback(
    (value: number) => formatMinor(BigInt(Math.round(Math.abs(value))), currency),
    [currency],
  )
  const day = index === null ? undefined : days[index]
  return (
    <>
      <Plot title={QUESTION} labels={labels} series={series} formatValue={formatValue} onPoint={setIndex} />
      <p className="plot-key">
        {[
          { name: 'Captured', color: '--plot-1', value: day?.captured },
          { name: 'Refunded', color: '--plot-3', value: day?.refunded },
        ].map(({ name, color, value }) => (
          <span key={name}>
            <i style={{ background: `var(${color})` }} />
            {name}
            {value !== undefined && <strong className="number">{formatMinor(value, currency)}</strong>}
          </span>
        ))}
        {day && <span>{nameOf(day.date)}</span>}
      </p>
    </>
  )
}

interface CurrenciesProps {
  readonly currencies: readonly string[]
  readonly current: string | undefined
  readonly search: VolumeProps['search']
}

function Currencies({ currencies, current, search }: CurrenciesProps) {
  if (currencies.length < 2) return current
  return (
    <nav className="tabs" aria-label="Currency">
      {currencies.map(each => (
        <Link
          key={each}
          to="/"
          search={{ ...search, currency: each }}
          resetScroll={false}
          className="tab"
          aria-current={each === current ? 'true' : undefined}
        >
          {each}
        </Link>
      ))}
    </nav>
  )
}
