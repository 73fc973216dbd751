/** Being asked to stop: once to do so gracefully, once more to do so at once. */
export type StopRequests = {
  readonly requested: Promise<void>
  readonly forced: Promise<void>
}

/**
 * npm passes a signal on that the terminal has already sent to the whole process group, so one Ctrl-C comes twice
 * within milliseconds. Only a signal that comes later is a second one.
 */
const sameSignalMs = 1_000

const parentPollMs = 250

/**
 * Stop requests from SIGINT, SIGTERM and a closed terminal (SIGHUP), which no longer end this process by themselves;
 * under npm also from npm's end, because who kills npm does not mean to leave a gateway without a terminal behind.
 */
export function stopRequestsOfProcess(): StopRequests {
  const requested = Promise.withResolvers<void>()
  const forced = Promise.withResolvers<void>()
  let first: number | undefined
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now()
    first ??= now
    requested.resolve()
    // A terminal that is closed is no sign of impatience.
    if (now - first > sameSignalMs && signal !== 'SIGHUP') forced.resolve()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal)
  if (process.env['npm_lifecycle_event']) {
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && requested.resolve(), parentPollMs).unref()
  }
  return { requested: requested.promise, forced: forced.promise }
}
