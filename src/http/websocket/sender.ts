import type { WebSocket } from 'ws'
import { closeCodes } from './close-codes.ts'

/** A client that does not even read the close frame by then is cut off. */
const CLOSE_GRACE_MS = 5_000

/**
 * Sends text, and settles when it has left this process: whoever waits for that makes its next event only then. What
 * does not wait (many subscriptions, many pings) is bounded: past `maxBufferedBytes` the socket is closed, and its
 * client resumes by cursor.
 */
export function createSender(socket: WebSocket, maxBufferedBytes: number): (text: string) => Promise<void> {
  return text =>
    new Promise(resolve => {
      if (socket.readyState !== socket.OPEN) return resolve()
      if (socket.bufferedAmount > maxBufferedBytes) {
        socket.close(closeCodes.tryAgainLater, 'Too slow: resume with after')
        setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
        return resolve()
      }
      // A failed send means that the socket is going: its 'close' cleans up.
      socket.send(text, () => resolve())
    })
}
