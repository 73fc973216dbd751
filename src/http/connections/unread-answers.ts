import type { ServerResponse } from 'node:http'
import { createBudget } from './budget.ts'

export interface UnreadAnswersSettings {
  /** Time to read a response, plus the time that its length takes at `slowestBytesPerMs`. */
  readonly answerReadMs: number
  readonly slowestBytesPerMs: number
  /** The bytes of all complete responses together that clients have not read yet. */
  readonly maxUnreadBytes: number
}

/**
 * Disconnects a client that does not read its response in time, and the oldest such clients if all of them together
 * hold too much. Only for complete responses; a stream watches its own client. node:http has no such limit.
 */
export function createUnreadAnswers({ answerReadMs, slowestBytesPerMs, maxUnreadBytes }: UnreadAnswersSettings) {
  const budget = createBudget(maxUnreadBytes)
  return {
    watch(response: ServerResponse): void {
      response.once('prefinish', () => {
        const bytes = response.writableLength
        if (bytes === 0) return // the system has accepted everything
        const cut = () => response.destroy()
        const share = budget.share(cut)
        share.set(bytes)
        const late = setTimeout(cut, answerReadMs + bytes / slowestBytesPerMs)
        response.once('close', () => {
          clearTimeout(late)
          share.end()
        })
      })
    },
  }
}
