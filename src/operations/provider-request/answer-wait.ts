import type { Deps } from '../command/deps.ts'

/**
 * Waits for the answer as long as a caller should wait; the work goes on in any case. Undefined where it takes longer:
 * the caller is told the state so far.
 */
export async function withinAnswerWait<T>(
  deps: Deps,
  name: string,
  work: () => Promise<T>,
  waitMs = deps.settings.answerWaitMs,
): Promise<T | undefined> {
  let cancel = () => {}
  const late = new Promise<undefined>(resolve => {
    cancel = deps.realTime.after(waitMs, () => resolve(undefined))
  })
  try {
    return await Promise.race([inBackground(deps, name, work), late])
  } finally {
    cancel()
  }
}

function inBackground<T>(deps: Deps, name: string, work: () => Promise<T>): Promise<T | undefined> {
  return new Promise(resolve => {
    deps.background.run(name, async () => {
      try {
        resolve(await work())
      } catch (error) {
        // The records say what is so; recovery goes on from there.
        resolve(undefined)
        throw error
      }
    })
  })
}
