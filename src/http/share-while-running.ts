/** One call for all who ask while it runs: without a key anybody may ask, and each call would take the database's or everybody's time. */
export function shareWhileRunning<Result>(call: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined
  return () => {
    running ??= call().finally(() => {
      running = undefined
    })
    return running
  }
}
