import type { GraphQLError } from 'graphql'
import { CloseCode, MessageType } from 'graphql-ws'
import { isRecord, JSON_DEPTH, nestsDeeper } from '../../base/text/json.ts'
import { type ParametersReading, readPayload } from '../graphql/parameters.ts'

/** The operations of one socket, between the socket and graphql-ws. */
interface Operations {
  /** Processes a message of the client. @param handle Passes it to graphql-ws. */
  receive(text: string, handle: Handle): Promise<void>
  /** Sends a graphql-ws message to the client. Resolves when the message has left this process. */
  send(text: string): Promise<void>
  /**
   * The parameters of an operation, or why it is refused, by its id in graphql-ws. Only once, so that the texts of
   * subscriptions do not stay in memory.
   */
  requestOf(ownId: string): ParametersReading
  /** Sends a result of an operation, by its id in graphql-ws. @param json The result's JSON. */
  sendResult(ownId: string, json: string): Promise<void>
}

interface OperationsOptions {
  readonly send: (text: string) => Promise<void>
  readonly close: (code: number, reason: string) => void
  /** False once the socket is closing; waiting operations are then not executed. */
  readonly isOpen: () => boolean
  /** The maximum number of operations open at the same time. */
  readonly maxOperations: number
  /** The public form of an unexpected error of an operation. */
  readonly toPublic: (error: unknown) => GraphQLError
}

type Handle = (text: string) => Promise<void>

/** An operation that the client has not completed. */
interface Operation {
  /** The client's. */
  readonly id: string
  /** Until graphql-ws has it. */
  request: ParametersReading | undefined
  /** Present while the operation waits. */
  begin?: (() => void) | undefined
}

/**
 * Operations that the client has completed can still be ending: a page that is rendered again completes and
 * resubscribes all of its subscriptions at once. So several times as many can run; further ones wait.
 */
const ENDING_FACTOR = 4
/** The payload and the message add two levels around variables and extensions. */
const MESSAGE_DEPTH = JSON_DEPTH + 2
const HEAD = '{"id":"'
const ENDED: ParametersReading = { ok: false, message: 'The operation has ended.' }

/**
 * Gives each operation its own id in graphql-ws. graphql-ws identifies operations only by the client's id, so the end
 * of an operation would also end a newer one with the same id. Messages to the client contain the client's id again.
 *
 * graphql-ws gets only the parts of a message that it needs: because of an error in one operation it would close the
 * socket with all others, and it echoes payloads that can be too deep to serialize.
 */
export function createOperations(options: OperationsOptions): Operations {
  const { send, close, isOpen, maxOperations, toPublic } = options
  let last = 0
  let running = 0
  const ownIds = new Map<string, string>()
  /** By their own ids. */
  const open = new Map<string, Operation>()

  const forget = (ownId: string) => {
    const operation = open.get(ownId)
    open.delete(ownId)
    if (operation !== undefined) ownIds.delete(operation.id)
  }
  const beginNext = () => {
    for (const [ownId, operation] of open) {
      const { begin } = operation
      if (begin === undefined) continue
      operation.begin = undefined
      if (isOpen()) return begin()
      forget(ownId)
    }
  }
  const run = async (ownId: string, handle: Handle) => {
    running += 1
    try {
      // graphql-ws asks for the request by `requestOf`.
      await handle(JSON.stringify({ id: ownId, type: MessageType.Subscribe, payload: { query: '' } }))
    } catch (error) {
      const id = open.get(ownId)?.id
      const payload = [toPublic(error)]
      if (id !== undefined) await send(JSON.stringify({ id, type: MessageType.Error, payload }))
    } finally {
      running -= 1
      forget(ownId)
      beginNext()
    }
  }
  const subscribe = (id: string, reading: ParametersReading, handle: Handle): Promise<void> | void => {
    if (ownIds.has(id)) return close(CloseCode.SubscriberAlreadyExists, 'Subscriber for this id already exists')
    last += 1
    const ownId = String(last)
    ownIds.set(id, ownId)
    const operation: Operation = { id, request: ownIds.size > maxOperations ? tooMany(maxOperations) : reading }
    open.set(ownId, operation)
    if (running < maxOperations * ENDING_FACTOR || !operation.request?.ok) return run(ownId, handle)
    return new Promise((resolve, reject) => {
      operation.begin = () => run(ownId, handle).then(resolve, reject)
    })
  }
  const complete = async (id: string, handle: Handle) => {
    const ownId = ownIds.get(id)
    if (ownId === undefined) return
    const hasStarted = open.get(ownId)?.begin === undefined
    forget(ownId)
    if (hasStarted) await handle(JSON.stringify({ id: ownId, type: MessageType.Complete }))
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
          // A payload that is not an object or is too deep has no credential, and is not echoed.
          return handle(JSON.stringify(isRecord(payload) && !tooDeep ? { type, payload } : { type }))
      }
      close(CloseCode.BadRequest, 'Invalid message received')
    },
    send(text) {
      if (!text.startsWith(HEAD)) return send(text)
      const end = text.indexOf('"', HEAD.length)
      const ownId = text.slice(HEAD.length, end)
      const id = open.get(ownId)?.id
      if (id === undefined) return Promise.resolve() // the client has completed it
      // After any message but a result, the client can reuse the id.
      if (!text.startsWith('","type":"next"', end)) forget(ownId)
      return send(`{"id":${JSON.stringify(id)}${text.slice(end + 1)}`)
    },
    requestOf(ownId) {
      const operation = open.get(ownId)
      const request = operation?.request ?? ENDED
      if (operation) operation.request = undefined
      return request
    },
    sendResult(ownId, json) {
      const id = open.get(ownId)?.id
      if (id === undefined) return Promise.resolve() // the client has completed it
      return send(`{"id":${JSON.stringify(id)},"type":"next","payload":${json}}`)
    },
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
