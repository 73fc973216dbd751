/**
 * Runs `work` again and again, `lanes` times at once, until the time is over.
 * @returns Runs per second.
 */
export async function inLanes(work: () => Promise<unknown>, { lanes, durationMs }: Lanes): Promise<number> {
  const start = performance.now()
  let done = 0
  const lane = async () => {
    while (performance.now() - start < durationMs) {
      await work()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return (done * 1000) / (performance.now() - start)
}

export interface Lanes {
  readonly lanes: number
  readonly durationMs: number
}
