import { type OperationDocument, textOf } from './document.ts'
import { type ErrorOfResult, errorOf, PerennialError } from './error.ts'
import { backoffMs, pause } from './pause.ts'
import { type Closed, isClosed, type Socket } from './socket.ts'

/** The value of a subscription's only field. */
export type EventOf<Result extends object> = Result[keyof Result]

export interface WatchOptions {
  /** Aborts the subscription, even during a pause. */
  readonly signal?: AbortSignal
  /** Called before each reconnect, with the number of the try in a row and the reason. */
  readonly onReconnect?: (lost: { readonly attempt: number; readonly reason: string }) => void
}

/** Close codes that a new connection would get again: protocol errors and refused credentials. */
const FINAL_CLOSE_CODES = new Set([4400, 4401, 4403, 4406, 4409, 4429])
const FIRST_WAIT_MS = 100
/** Far more cursors than can come again after a reconnect. */
const REMEMBERED_CURSORS = 1_000

/** See `Client.watch`. */
export async function* watch<Result extends object, Variables extends { after?: string | null | undefined }>(
  socket: Socket,
  document: OperationDocument<Result, Variables>,
  variables: NoInfer<Variables>,
  { signal, onReconnect }: WatchOptions = {},
): AsyncGenerator<EventOf<Result>, void, void> {
  const query = await textOf(document)
  const seen = new Set<string>()
  let after = variables.after
  for (let attempt = 0; !signal?.aborted && !socket.closing.aborted; attempt++) {
    const results = socket.results({ query, variables: { ...variables, after } })
    const end = () => void results.return()
    signal?.addEventListener('abort', end)
    try {
      for await (const { data, errors } of results) {
        if (errors || data == null) throw errors ?? []
        const event = Object.values(data)[0] as EventOf<Result>
        attempt = 0
        const cursor = cursorOf(event)
        if (cursor !== undefined) {
          after = cursor
          if (seen.has(cursor)) continue
          remember(seen, cursor)
        }
        yield event
      }
      return // complete
    } catch (error) {
      const reason = reasonToResume(error)
      if (reason === undefined) throw error instanceof Error ? error : refusalOf(error)
      if (signal?.aborted || socket.closing.aborted) return
      onReconnect?.({ attempt: attempt + 1, reason })
      await pause(backoffMs(attempt, FIRST_WAIT_MS), signal, socket.closing)
    } finally {
      signal?.removeEventListener('abort', end)
      void results.return()
    }
  }
}

function cursorOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || !('eventCursor' in event)) return undefined
  return typeof event.eventCursor === 'string' ? event.eventCursor : undefined
}

function remember(seen: Set<string>, cursor: string): void {
  seen.add(cursor)
  if (seen.size <= REMEMBERED_CURSORS) return
  for (const oldest of seen) {
    seen.delete(oldest)
    break
  }
}

/** Why to reconnect; undefined if a reconnect cannot help. */
function reasonToResume(error: unknown): string | undefined {
  if (error instanceof Error) return undefined
  if (Array.isArray(error)) return reasonOfFailure(error)
  if (isClosed(error))
    return FINAL_CLOSE_CODES.has(error.code) ? undefined : `closed: ${error.code} ${error.reason}`.trim()
  // The connection could not be opened; browsers and Node give no reason.
  return 'not connected'
}

/** The reason if all errors are failures of the gateway; undefined if one is the caller's. */
function reasonOfFailure(errors: readonly ErrorOfResult[]): string | undefined {
  const [first] = errors
  if (first === undefined || !errors.every(isFailure)) return undefined
  const { code, message, requestId } = errorOf([first])
  return `${code}: ${message} (request ${requestId})`
}

function isFailure({ extensions }: ErrorOfResult): boolean {
  return extensions?.['code'] === 'INTERNAL_SERVER_ERROR'
}

function refusalOf(error: unknown): PerennialError {
  if (Array.isArray(error)) return errorOf(error.filter(one => !isFailure(one)))
  const { code, reason } = error as Closed
  const credentials = code === 4401 || code === 4403
  return new PerennialError(
    reason || `The connection was refused (${code}).`,
    credentials ? 'UNAUTHENTICATED' : 'UNKNOWN',
  )
}
