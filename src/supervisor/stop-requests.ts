/** Requests to stop: the first asks for a graceful stop, the second for an immediate one. */
export type StopRequests = {
  readonly requested: Promise<void>
  readonly forced: Promise<void>
}

/**
 * npm forwards a signal that the terminal has already sent to the whole process group, so one Ctrl-C arrives twice
 * within milliseconds. Only a later signal counts as the second.
 */
const sameSignalMs = 1_000

const parentPollMs = 250

/**
 * Stop requests from SIGINT, SIGTERM and a closed terminal (SIGHUP), which no longer end this process directly. Under
 * npm, the end of npm is a stop request too, because killing npm must not leave a gateway running.
 */
export function stopRequestsOfProcess(): StopRequests {
  const requested = Promise.withResolvers<void>()
  const forced = Promise.withResolvers<void>()
  let first: number | undefined
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now()
    first ??= now
    requested.resolve()
    // A closed terminal is not a request to stop at once.
    if (now - first > sameSignalMs && signal !== 'SIGHUP') forced.resolve()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal)
  if (process.env['npm_lifecycle_event']) {
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && requested.resolve(), parentPollMs).unref()
  }
  return { requested: requested.promise, forced: forced.promise }
}
