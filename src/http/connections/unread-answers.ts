import type { ServerResponse } from 'node:http'
import { createBudget } from './budget.ts'

export interface UnreadAnswersSettings {
  /** Time to read an answer, besides what its length and the slowest reader allow for. */
  readonly answerReadMs: number
  readonly slowestBytesPerMs: number
  /** Of all whole answers together that their readers have not taken yet. */
  readonly maxUnreadBytes: number
}

/**
 * Closes the connection of a reader that does not read its answer in time, and of those who began to wait first where
 * all of them together hold too much. It looks at answers that are whole; a stream watches its own reader.
 */
export function createUnreadAnswers({ answerReadMs, slowestBytesPerMs, maxUnreadBytes }: UnreadAnswersSettings) {
  const budget = createBudget(maxUnreadBytes)
  return {
    watch(response: ServerResponse): void {
      response.once('prefinish', () => {
        const bytes = response.writableLength
        if (bytes === 0) return // the system has taken all of it
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
