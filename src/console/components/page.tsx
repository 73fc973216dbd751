import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface PageHeadProps {
  readonly title: ReactNode
  /** In the browser's tab, if the title is more than text. */
  readonly tab?: string
  /** What the page is for, in a sentence. */
  readonly lead?: ReactNode
  /** The list above the page. */
  readonly above?: { readonly to: string; readonly text: string } | undefined
  /** Actions. */
  readonly children?: ReactNode
}

export function PageHead({ title, tab, lead, above, children }: PageHeadProps) {
  return (
    <header className="page-head">
      <title>{`${tab ?? title} · Perennial`}</title>
      <div>
        {above && (
          <Link to={above.to} className="crumb">
            {above.text}
          </Link>
        )}
        <h1>{title}</h1>
        {lead && <p>{lead}</p>}
      </div>
      {children && <div className="button-row">{children}</div>}
    </header>
  )
}

interface PanelProps {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

export function Panel({ title, aside, children }: PanelProps) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{title}</h2>
        {aside}
      </div>
      <div className="panel-body">{children}</div>
    </section>
  )
}

/** A titled table. */
export function Section({ title, aside, children }: PanelProps) {
  return (
    <section className="section">
      <div className="section-head">
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

interface PagerProps {
  readonly info: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  /** How many entries the page has. */
  readonly count: number
  /** The filters, which stay. */
  readonly search: Readonly<Record<string, string | undefined>>
}

/** To the pages beside this one. Each begins at a cursor, so new entries do not move it. */
export function Pager({ info, count, search }: PagerProps) {
  const { before, after, ...filters } = search
  const isMoved = before !== undefined || after !== undefined
  if (count === 0 && !isMoved) return null
  const step = (name: 'before' | 'after', cursor: string | null, isThere: boolean, text: string) =>
    isThere && cursor !== null ? (
      <Link to="." search={{ ...filters, [name]: cursor }} className="button">
        {text}
      </Link>
    ) : (
      <span className="button" aria-disabled="true">
        {text}
      </span>
    )
  return (
    <nav className="pager" aria-label="Pages">
      <span className="faint small">{count === 1 ? '1 entry' : `${count} entries`} on this page</span>
      <span className="button-row">
        {isMoved && (
          <Link to="." search={filters} className="button button-quiet">
            Newest
          </Link>
        )}
        {step('before', info.startCursor, info.hasPreviousPage, 'Newer')}
        {step('after', info.endCursor, info.hasNextPage, 'Older')}
      </span>
    </nav>
  )
}
