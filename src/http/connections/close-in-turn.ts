const STEP_MS = 50
const SPREAD_MS = 3_000
/** With few connections there is no flood to avoid. */
const LEAST_AT_ONCE = 25

/**
 * Closes connections that their clients will open elsewhere: 25 at once, and if there are many, all within three
 * seconds, so that the other processes do not get all of them in one moment.
 */
export function closeInTurn<Connection>(open: Iterable<Connection>, close: (connection: Connection) => void): void {
  const left = [...open]
  const atOnce = Math.max(LEAST_AT_ONCE, Math.ceil((left.length * STEP_MS) / SPREAD_MS))
  const step = () => {
    for (const connection of left.splice(0, atOnce)) close(connection)
    if (left.length > 0) setTimeout(step, STEP_MS)
  }
  step()
}
