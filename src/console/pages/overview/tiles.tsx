import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatMoney } from '../../../client/money/index.ts'
import { ObjectName } from '../../components/objects/found-object.tsx'
import { formatSeconds } from '../../format/time.ts'
import { plural } from '../../format/words.ts'
import { currenciesOf, type OverviewData, percent, sumOf } from './data.ts'

/** The four numbers that one looks at first. */
export function Tiles({ overview }: { readonly overview: OverviewData }) {
  return (
    <div className="tiles">
      <Captured volume={overview.volume} />
      <Success rates={overview.successRates} />
      <Unknown unknown={overview.unknownRequests} />
      <Declined declines={overview.declines} />
    </div>
  )
}

interface TileProps {
  readonly name: string
  readonly value: ReactNode
  readonly children?: ReactNode
}

function Tile({ name, value, children }: TileProps) {
  return (
    <section className="tile">
      <h2 className="tile-name small">{name}</h2>
      <p className="tile-value">{value}</p>
      <p className="faint small">{children}</p>
    </section>
  )
}

function Captured({ volume }: { readonly volume: OverviewData['volume'] }) {
  const [currency, ...others] = currenciesOf(volume)
  const also = others.flatMap(other => {
    const sum = sumOf(volume.filter(day => day.currency === other).map(day => day.captured))
    return sum ? formatMoney(sum) : []
  })
  const days = volume.filter(day => day.currency === currency)
  const captured = sumOf(days.map(day => day.captured))
  const refunded = sumOf(days.map(day => day.refunded))
  return (
    <Tile name={currency ? `Captured, ${currency}` : 'Captured'} value={captured ? formatMoney(captured) : '–'}>
      {captured === undefined && 'Nothing was captured.'}
      {refunded && refunded.value !== '0' && `${formatMoney(refunded)} refunded. `}
      {also.length > 0 && `Also ${also.join(', ')}.`}
    </Tile>
  )
}

function Success({ rates }: { readonly rates: OverviewData['successRates'] }) {
  const succeeded = rates.reduce((sum, rate) => sum + rate.succeeded, 0)
  const failed = rates.reduce((sum, rate) => sum + rate.failed, 0)
  const ended = succeeded + failed
  return (
    <Tile name="Success rate" value={ended === 0 ? '–' : percent.format(succeeded / ended)}>
      {succeeded.toLocaleString()} of {plural(ended, 'charge')} that ended
    </Tile>
  )
}

function Unknown({ unknown }: { readonly unknown: OverviewData['unknownRequests'] }) {
  const { count, oldestAgeSeconds, oldest } = unknown
  return (
    <Tile name="Unknown outcomes now" value={count.toLocaleString()}>
      {count === 0 && 'The outcome of every request is known.'}
      {oldestAgeSeconds !== null && `Oldest: ${formatSeconds(oldestAgeSeconds)}, `}
      {oldest && <ObjectName object={oldest} />}
    </Tile>
  )
}

function Declined({ declines }: { readonly declines: OverviewData['declines'] }) {
  const count = declines.reduce((sum, { charges }) => sum + charges, 0)
  return (
    <Tile name="Declined charges" value={count.toLocaleString()}>
      {count === 0 ? (
        'None.'
      ) : (
        <Link to="/charges" search={{ status: 'FAILED' }}>
          Show them
        </Link>
      )}
    </Tile>
  )
}
