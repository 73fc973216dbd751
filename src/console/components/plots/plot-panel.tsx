import { type ReactNode, useState } from 'react'

interface PlotPanelProps {
  /** A question, which the plot answers. */
  readonly question: string
  /** The answer in a few words. */
  readonly answer?: ReactNode
  readonly plot: ReactNode
  /** The same numbers. */
  readonly table: ReactNode
}

/** A plot, and behind it its numbers as a table. */
export function PlotPanel({ question, answer, plot, table }: PlotPanelProps) {
  const [isTable, setTable] = useState(false)
  return (
    <section className="panel plot-panel">
      <div className="panel-head">
        <div>
          <h2>{question}</h2>
          <div className="plot-answer soft">{answer}</div>
        </div>
        <button
          type="button"
          className="button"
          aria-pressed={isTable}
          aria-label={`Show as a table: ${question}`}
          onClick={() => setTable(!isTable)}
        >
          {isTable ? 'Plot' : 'Table'}
        </button>
      </div>
      <div className="panel-body">{isTable ? table : plot}</div>
    </section>
  )
}

interface NumbersProps {
  readonly title: string
  /** Of the columns; all but the first are numbers. */
  readonly head: readonly string[]
  readonly rows: readonly (readonly ReactNode[])[]
}

/** The table behind a plot. */
export function Numbers({ title, head, rows }: NumbersProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
    <section className="table-box" tabIndex={0} aria-label={title}>
      <table className="table">
        <caption className="unseen">{title}</caption>
        <thead>
          <tr>
            {head.map((text, index) => (
              <th key={text} scope="col" className={index === 0 ? undefined : 'end'}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={String(row)}>
              {cells.map((cell, index) => (
                <td key={head[index]} className={index === 0 ? undefined : 'end number'}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export interface Bar {
  readonly name: ReactNode
  readonly id: string
  readonly text: ReactNode
  /** The lengths of the bar's parts, in percent of the widest. */
  readonly parts: readonly { readonly kind: 'good' | 'bad' | 'busy' | 'plain'; readonly percent: number }[]
}

/** Horizontal bars with their names and values as text. */
export function Bars({ bars }: { readonly bars: readonly Bar[] }) {
  return (
    <ul className="bars">
      {bars.map(({ id, name, text, parts }) => (
        <li key={id}>
          <span className="bar-name">{name}</span>
          <span className="bar-text number">{text}</span>
          <span className="bar" aria-hidden="true">
            {parts.map(({ kind, percent }) => (
              <span key={kind} className={`bar-part bar-${kind}`} style={{ width: `${percent}%` }} />
            ))}
          </span>
        </li>
      ))}
    </ul>
  )
}
