import type { GraphQLError } from 'graphql'
import { CloseCode, MessageType } from 'graphql-ws'
import { isRecord, JSON_DEPTH, nestsDeeper } from '../../base/text/json.ts'
import { type ParametersReading, readPayload } from '../graphql/parameters.ts'

/** The operations of one socket, between the socket and graphql-ws. */
export interface Operations {
  /** Takes a message of the client. @param handle graphql-ws. */
  receive(text: string, handle: Handle): Promise<void>
  /** Takes a message of graphql-ws for the client. Settles when it has left this process. */
  send(text: string): Promise<void>
  /** What an operation asks for, or why it is not executed, by the id that graphql-ws knows it by. */
  requestOf(ownId: string): ParametersReading
}

interface OperationsOptions {
  readonly send: (text: string) => Promise<void>
  readonly close: (code: number, reason: string) => void
  /** False from when the socket begins to close: what waits then is not executed. */
  readonly isOpen: () => boolean
  /** Open at once. */
  readonly maxOperations: number
  /** What the client gets where an operation failed in a way that nothing else catches. */
  readonly toPublic: (error: unknown) => GraphQLError
}

type Handle = (text: string) => Promise<void>

/**
 * Of those that the client has completed some are still ending: several times as many run at once, since a page that is
 * drawn again completes and subscribes all that it shows at once. Those beyond wait for their turn.
 */
const ENDING_FACTOR = 4
/** Around variables and extensions, which may be as deep as any JSON, are the payload and the message. */
const MESSAGE_DEPTH = JSON_DEPTH + 2
const HEAD = '{"id":"'
const ENDED: ParametersReading = { ok: false, message: 'The operation has ended.' }

/**
 * Gives each operation an id of its own in graphql-ws, which knows an operation by the client's id alone: one that ends
 * would take along another that has the id by then, in the same tick even. What is sent has the client's id again.
 *
 * graphql-ws gets what it needs of a message and nothing else: it closes the socket, with all that runs on it, for what
 * only one operation is to blame for, and writes back what may be too deep to be written.
 */
export function createOperations(options: OperationsOptions): Operations {
  const { send, close, isOpen, maxOperations, toPublic } = options
  let last = 0
  let running = 0
  const ownIds = new Map<string, string>()
  const clientIds = new Map<string, string>()
  const requests = new Map<string, ParametersReading>()
  /** Those that wait for their turn, by their own ids. Open ones only: as many as a socket takes at most. */
  const waiting = new Map<string, () => void>()

  const forget = (ownId: string) => {
    const id = clientIds.get(ownId)
    clientIds.delete(ownId)
    waiting.delete(ownId)
    if (id !== undefined) ownIds.delete(id)
  }
  const beginNext = () => {
    if (!isOpen()) waiting.clear()
    for (const [ownId, begin] of waiting) {
      waiting.delete(ownId)
      return begin()
    }
  }
  const run = async (ownId: string, request: ParametersReading, handle: Handle) => {
    running += 1
    requests.set(ownId, request)
    try {
      // The query stands in `requests`.
      await handle(JSON.stringify({ id: ownId, type: MessageType.Subscribe, payload: { query: '' } }))
    } catch (error) {
      const id = clientIds.get(ownId)
      const payload = [toPublic(error)]
      if (id !== undefined) await send(JSON.stringify({ id, type: MessageType.Error, payload }))
    } finally {
      running -= 1
      requests.delete(ownId)
      forget(ownId)
      beginNext()
    }
  }
  const subscribe = (id: string, reading: ParametersReading, handle: Handle): Promise<void> | void => {
    if (ownIds.has(id)) return close(CloseCode.SubscriberAlreadyExists, 'Subscriber for this id already exists')
    last += 1
    const ownId = String(last)
    ownIds.set(id, ownId)
    clientIds.set(ownId, id)
    const request = ownIds.size > maxOperations ? tooMany(maxOperations) : reading
    if (running < maxOperations * ENDING_FACTOR || !request.ok) return run(ownId, request, handle)
    return new Promise((resolve, reject) => waiting.set(ownId, () => run(ownId, request, handle).then(resolve, reject)))
  }
  const complete = async (id: string, handle: Handle) => {
    const ownId = ownIds.get(id)
    if (ownId === undefined) return
    const hasBegun = !waiting.has(ownId)
    forget(ownId)
    if (hasBegun) await handle(JSON.stringify({ id: ownId, type: MessageType.Complete }))
  }
  return {
    async receive(text, handle) {
      const { type, id, payload } = messageIn(text)
      const tooDeep = nestsDeeper(text, MESSAGE_DEPTH)
      switch (type) {
        case MessageType.Subscribe:
          if (isUsable(id)) return subscribe(id, readPayload(tooDeep ? undefined : payload), handle)
          break
        case MessageType.Complete:
          if (isUsable(id)) return complete(id, handle)
          break
        case MessageType.ConnectionInit:
        case MessageType.Ping:
        case MessageType.Pong:
          // A payload of another form, or so deep, holds no credential, and is not sent back.
          return handle(JSON.stringify(isRecord(payload) && !tooDeep ? { type, payload } : { type }))
      }
      close(CloseCode.BadRequest, 'Invalid message received')
    },
    send(text) {
      if (!text.startsWith(HEAD)) return send(text)
      const end = text.indexOf('"', HEAD.length)
      const ownId = text.slice(HEAD.length, end)
      const id = clientIds.get(ownId)
      if (id === undefined) return Promise.resolve() // the client has completed it
      // After anything but a result the client may use the id again at once.
      if (!text.startsWith('","type":"next"', end)) forget(ownId)
      return send(`{"id":${JSON.stringify(id)}${text.slice(end + 1)}`)
    },
    requestOf: ownId => requests.get(ownId) ?? ENDED,
  }
}

/** Empty if the text is no JSON object. */
function messageIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const message: unknown = JSON.parse(text)
    return isRecord(message) ? message : {}
  } catch {
    return {}
  }
}

function isUsable(id: unknown): id is string {
  return typeof id === 'string' && id !== ''
}

function tooMany(limit: number): ParametersReading {
  return {
    ok: false,
    message: `A WebSocket can run at most ${limit} operations at the same time. Complete one, or open another WebSocket.`,
  }
}
