import type { WebSocket } from 'ws'
import type { Budget } from '../connections/budget.ts'
import { closeCodes } from './close-codes.ts'

/** A client that does not read the close frame within this time is disconnected. */
const CLOSE_GRACE_MS = 5_000

/**
 * Sends text and settles when it has left this process, so that a subscription produces its next event only then.
 * Senders that do not wait (many subscriptions, many pings) are limited: beyond `maxBufferedBytes`, or if all sockets
 * together exceed their budget, the socket is closed and its client resumes by cursor.
 */
export function createSender(
  socket: WebSocket,
  maxBufferedBytes: number,
  budget: Budget,
): (text: string) => Promise<void> {
  // Sending to a closing socket waits for its end. Otherwise a busy source would continue without a receiver, so fast
  // that the 'close' event is never processed.
  let end: Promise<void> | undefined
  const closed = () => {
    end ??=
      socket.readyState === socket.CLOSED
        ? Promise.resolve()
        : new Promise(resolve => socket.once('close', () => resolve()))
    return end
  }
  const closeAsTooSlow = () => {
    socket.close(closeCodes.tryAgainLater, 'The client reads too slowly: resume with "after"')
    setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
  }
  const share = budget.share(closeAsTooSlow)
  const account = () => share.set(socket.bufferedAmount)
  socket.once('close', share.end)
  let given = 0
  let sent = 0
  /** Who waits for a message to be sent, by its number: `ws` sends in order. */
  const waiting = new Map<number, () => void>()
  // After a failed send, the 'close' event cleans up.
  const onSent = () => {
    sent += 1
    const resolve = waiting.get(sent)
    if (resolve === undefined) return
    waiting.delete(sent)
    account()
    resolve()
  }
  return text => {
    if (socket.readyState !== socket.OPEN) return closed()
    if (socket.bufferedAmount > maxBufferedBytes) {
      closeAsTooSlow()
      return closed()
    }
    given += 1
    const number = given
    socket.send(text, onSent)
    if (socket.bufferedAmount === 0) return SENT // the system has taken it already
    account()
    return new Promise(resolve => waiting.set(number, resolve))
  }
}

const SENT = Promise.resolve()
