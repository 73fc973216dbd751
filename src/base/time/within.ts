/** A reply did not arrive in time. */
export class TooLateError extends Error {
  override readonly name = 'TooLateError'
}

/**
 * The result of `work`, or a TooLateError after `ms`. A reply that has arrived by then counts, also if this process was
 * too busy to read it.
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    // Node reads from sockets between a timer and an immediate.
    timer = setTimeout(() => setImmediate(() => reject(new TooLateError('no reply in time'))), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
