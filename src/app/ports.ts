import { createContext } from '../../schema/context.ts'
import { schema } from '../../schema/index.ts'
import type { Ports } from '../http/ports.ts'
import { authenticate, authenticateAll } from '../operations/access/authenticate.ts'
import { endSession, openSession } from '../operations/access/console-session.ts'
import type { Deps } from '../operations/command/deps.ts'
import { authenticationReturn } from '../operations/hosted-page/authentication-return.ts'
import { authenticationStart } from '../operations/hosted-page/authentication-start.ts'
import { webhookReceive } from '../operations/webhook/receive.ts'
import { positionOf } from '../store/event-log/position.ts'
import type { LoggedEventRow } from '../store/tables.ts'
import type { LogTailStats } from '../workers/log/tail.ts'
import type { ReadReplica } from './read-replica.ts'
import { unready } from './readiness.ts'

/** The parts of the program that the HTTP server uses. */
export function portsFrom(deps: Deps, tail: { stats(): LogTailStats }, replica?: ReadReplica): Ports {
  return {
    schema,
    contextFor: (caller, requestId) => createContext(deps, caller, requestId),
    listContextFor:
      replica &&
      (async (caller, requestId) => {
        const database = await replica.forLists()
        return database && createContext({ ...deps, database }, caller, requestId)
      }),
    cursorOf: (event, { tenant }) => (isPlaced(event) ? deps.cursors.encode(tenant, positionOf(event)) : undefined),
    authenticate: credential => authenticate(deps, credential),
    authenticateAll: credentials => authenticateAll(deps, credentials),
    openSession: (caller, requestId) => openSession(deps, caller, requestId),
    endSession: (caller, requestId) => endSession(deps, caller, requestId),
    now: () => deps.clock.now(),
    receiveWebhook: (provider, delivery, account) => webhookReceive(deps, provider, delivery, account),
    startAuthentication: token => authenticationStart(deps, token),
    returnFromAuthentication: visit => authenticationReturn(deps, visit),
    unready: () => unready(deps.database, tail),
  }
}

function isPlaced(event: unknown): event is Pick<LoggedEventRow, 'xid' | 'seq'> {
  return typeof event === 'object' && event !== null && 'xid' in event && 'seq' in event
}
