// The tour's variables name what its earlier steps have made: "agr_latest" is the newest agreement seen in this browser tab,
// and so on; also inside a text, so that an idempotency key can contain the id. "chg_latest_cursor" is the first cursor of
// the newest charge, or null if there is none yet: events from now on.

const NAME = /\b([a-z]{3}|nextChargeAt)_latest\b/g

/**
 * The variables with these names filled in.
 *
 * @param sources Which step makes what a name stands for, and after what: `{ agr: { steps, after: 'con' } }`.
 * @returns `{ variables }`, or `{ runFirst }`: a sentence with the steps to run first.
 */
export function fillIn(variables, sources = {}) {
  const missing = new Set()
  const filled = filledIn(variables, name => {
    const known = sessionStorage.getItem(`latest:${name}`)
    if (known === null && sources[name] !== undefined) missing.add(name)
    return known
  })
  const [name] = missing
  return name === undefined ? { variables: filled } : { runFirst: runFirst(name, sources) }
}

function runFirst(name, sources) {
  const steps = []
  for (let each = name; each !== undefined; each = sources[each].after) {
    if (sessionStorage.getItem(`latest:${each}`) === null) steps.unshift(sources[each].steps)
  }
  return `${name}_latest, in Variables, is not known yet. Run ${steps.join(', then ')} first.`
}

function filledIn(value, idOf) {
  if (typeof value === 'string') {
    const [, prefix] = /^([a-z]{3})_latest_cursor$/.exec(value) ?? []
    if (prefix) return sessionStorage.getItem(`cursor:${prefix}`)
    return value.replaceAll(NAME, (text, name) => idOf(name) ?? text)
  }
  if (Array.isArray(value)) return value.map(member => filledIn(member, idOf))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filledIn(member, idOf)]))
}

/** Remembers every id in a result, with its first cursor, and the last `nextChargeAt`. */
export function rememberIds(value) {
  if (value === null || typeof value !== 'object') return
  const { id, eventCursor, nextChargeAt } = value
  if (typeof id === 'string' && /^[a-z]{3}_[0-9a-z]{26}$/.test(id)) remember(id.slice(0, 3), { id, eventCursor })
  if (typeof nextChargeAt === 'string') sessionStorage.setItem('latest:nextChargeAt', nextChargeAt)
  for (const member of Object.values(value)) rememberIds(member)
}

function remember(prefix, { id, eventCursor }) {
  if (sessionStorage.getItem(`latest:${prefix}`) !== id) {
    sessionStorage.setItem(`latest:${prefix}`, id)
    sessionStorage.removeItem(`cursor:${prefix}`)
  }
  // A later cursor would skip the events in between.
  if (typeof eventCursor === 'string' && sessionStorage.getItem(`cursor:${prefix}`) === null)
    sessionStorage.setItem(`cursor:${prefix}`, eventCursor)
}
