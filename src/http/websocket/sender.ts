import type { WebSocket } from 'ws'
import type { Budget } from '../connections/budget.ts'
import { closeCodes } from './close-codes.ts'

/** A client that does not even read the close frame by then is cut off. */
const CLOSE_GRACE_MS = 5_000

/**
 * Sends text, and settles when it has left this process: whoever waits for that makes its next event only then. What
 * does not wait (many subscriptions, many pings) is bounded: past `maxBufferedBytes` the socket is closed, and its
 * client resumes by cursor. So it is where all sockets together hold more than their budget.
 */
export function createSender(
  socket: WebSocket,
  maxBufferedBytes: number,
  budget: Budget,
): (text: string) => Promise<void> {
  // Sending to a socket that is closing waits for its end: a source that has much to say would else run on for nobody,
  // and so fast that the end is never noticed.
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  const closeAsTooSlow = () => {
    socket.close(closeCodes.tryAgainLater, 'Too slow: resume with after')
    setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
  }
  const share = budget.share(closeAsTooSlow)
  const account = () => share.set(socket.bufferedAmount)
  socket.once('close', share.end)
  return text => {
    if (socket.readyState !== socket.OPEN) return closed
    if (socket.bufferedAmount > maxBufferedBytes) {
      closeAsTooSlow()
      return closed
    }
    // A failed send means that the socket is going: its 'close' cleans up.
    return new Promise(resolve => {
      socket.send(text, () => {
        account()
        resolve()
      })
      account()
    })
  }
}
