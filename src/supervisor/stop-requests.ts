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

/** Stop requests from SIGINT, SIGTERM and a closed terminal (SIGHUP). These no longer end this process by themselves. */
export function stopRequestsFromSignals(): StopRequests {
  const requested = Promise.withResolvers<void>()
  const forced = Promise.withResolvers<void>()
  let first: number | undefined
  const onSignal = () => {
    const now = performance.now()
    first ??= now
    requested.resolve()
    if (now - first > sameSignalMs) forced.resolve()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal)
  return { requested: requested.promise, forced: forced.promise }
}
