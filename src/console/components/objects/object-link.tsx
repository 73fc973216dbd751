import { Link } from '@tanstack/react-router'

const PAGES = {
  Charge: '/charges/$id',
  Agreement: '/agreements/$id',
  Schedule: '/schedules/$id',
  Consumer: '/consumers/$id',
} as const

type PageType = keyof typeof PAGES

const hasPage = (type: string): type is PageType => type in PAGES

/** The address of an object's own page; undefined for a type without one. */
export function pathOf(type: string, id: string): string | undefined {
  return hasPage(type) ? PAGES[type].replace('$id', id) : undefined
}

/** An id that leads to its page. */
export function ObjectLink({ type, id }: { readonly type: string; readonly id: string }) {
  if (!hasPage(type)) return <span className="mono">{id}</span>
  return (
    <Link to={PAGES[type]} params={{ id }} className="mono" title={id}>
      {id}
    </Link>
  )
}
