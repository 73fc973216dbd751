/** The address's query: plain text by name, so that people can read and change it. */
export type Search = Readonly<Record<string, string | undefined>>

export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text))
}

export function stringifySearch(search: Record<string, unknown>): string {
  const text = new URLSearchParams(
    Object.entries(search).flatMap(([name, value]) => (typeof value === 'string' && value ? [[name, value]] : [])),
  ).toString()
  return text && `?${text}`
}

type Taken<Name extends string> = { [name in Name]?: string | undefined }

/**
 * A function that takes only these names from an address. Keep it in a constant: inside createRoute its type would be lost.
 */
export function only<const Names extends readonly string[]>(...names: Names) {
  return (search: Record<string, unknown>) => {
    const taken = names.flatMap(name => (typeof search[name] === 'string' ? [[name, search[name]]] : []))
    return Object.fromEntries(taken) as Taken<Names[number]>
  }
}

/** The values of a list in the address that exist, e.g. "FAILED,VOIDED"; undefined for none. */
export function listOf<Value extends string>(text: string | undefined, known: readonly Value[]): Value[] | undefined {
  const values = text?.split(',').flatMap(part => known.filter(value => value === part))
  return values?.length ? values : undefined
}

export function oneOf<Value extends string>(text: string | undefined, known: readonly Value[]): Value | undefined {
  return known.find(value => value === text)
}

export const PAGE_SIZE = 25

/** The page of a list that the address names: the first one, or the one beside a cursor. */
export function pageOf({ after, before }: { after?: string | undefined; before?: string | undefined }) {
  return before ? { last: PAGE_SIZE, before } : { first: PAGE_SIZE, ...(after && { after }) }
}

/** The days that the address names, in the browser's time zone, as a filter. */
export function createdIn({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  const start = dayOf(from)
  const end = dayOf(to)
  end?.setDate(end.getDate() + 1)
  return {
    ...(start && { createdAfter: start.toISOString() }),
    ...(end && { createdBefore: end.toISOString() }),
  }
}

function dayOf(text: string | undefined): Date | undefined {
  const day = new Date(`${text}T00:00:00`)
  return text === undefined || Number.isNaN(day.getTime()) ? undefined : day
}
