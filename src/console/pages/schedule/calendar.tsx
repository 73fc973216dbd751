import { Link } from '@tanstack/react-router'
import { Shape, toneOf } from '../../components/status-badge.tsx'
import { useNow } from '../../data/clock.ts'
import { localDate } from '../../format/time.ts'
import { wordsOf } from '../../format/words.ts'
import { type Mark, type Month, monthsFrom, moveMonth } from './days.ts'

const SHOWN = 6
const SHOWN_BEFORE = 2

const monthName = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' })
const dayName = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' })
const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']
const KEY = ['PAID', 'PROCESSING', 'RETRYING', 'FAILED', 'SKIPPED', 'UPCOMING'] as const

interface CalendarProps {
  readonly marks: ReadonlyMap<string, Mark>
  readonly timeZone: string
  /** YYYY-MM; by default, two months ago. */
  readonly month: string | undefined
  /** The rest of the address. */
  readonly search: Readonly<Record<string, string | undefined>>
}

/** Half a year of a schedule. */
export function Calendar({ marks, timeZone, month, search }: CalendarProps) {
  const today = localDate(new Date(useNow()), timeZone)
  const first = month && /^\d{4}-\d{2}$/.test(month) ? month : moveMonth(today.slice(0, 7), -SHOWN_BEFORE)
  return (
    <>
      <div className="calendar-head">
        <ul className="calendar-key">
          {KEY.map(status => (
            <li key={status} className={`tone-text-${toneOfDay(status)}`}>
              <Shape tone={shapeOfDay(status)} />
              {wordsOf(status)}
            </li>
          ))}
        </ul>
        <span className="button-row">
          <Link to="." search={{ ...search, month: moveMonth(first, -SHOWN) }} className="button" resetScroll={false}>
            Earlier
          </Link>
          <Link to="." search={{ ...search, month: moveMonth(first, SHOWN) }} className="button" resetScroll={false}>
            Later
          </Link>
        </span>
      </div>
      <div className="calendar">
        {monthsFrom(first, SHOWN).map(each => (
          <MonthGrid key={each.name} month={each} marks={marks} today={today} />
        ))}
      </div>
    </>
  )
}

const toneOfDay = (status: string) => (status === 'RETRY' ? 'wait' : toneOf(status))

/** Being charged now and to be charged later have the same color. */
const shapeOfDay = (status: string) => (status === 'UPCOMING' ? 'planned' : toneOfDay(status))

interface MonthGridProps {
  readonly month: Month
  readonly marks: ReadonlyMap<string, Mark>
  readonly today: string
}

function MonthGrid({ month, marks, today }: MonthGridProps) {
  return (
    <section>
      <h3>{monthName.format(new Date(`${month.name}-01T00:00:00Z`))}</h3>
      <div className="month">
        {WEEKDAYS.map(day => (
          <span key={day} className="weekday" aria-hidden="true">
            {day}
          </span>
        ))}
        {month.cells.map((date, index) => {
          if (date === null) return <span key={String(index)} />
          const mark = marks.get(date)
          const day = Number(date.slice(-2))
          if (mark === undefined)
            return (
              <span key={date} className="day" data-today={date === today ? '' : undefined} aria-hidden="true">
                {day}
              </span>
            )
          const text = `${dayName.format(new Date(`${date}T00:00:00Z`))}: ${wordsOf(mark.text)}`
          return (
            <span
              key={date}
              className={`day day-marked tone-${toneOfDay(mark.status)}`}
              title={text}
              role="img"
              aria-label={text}
            >
              {day}
              <Shape tone={shapeOfDay(mark.status)} />
            </span>
          )
        })}
      </div>
    </section>
  )
}
