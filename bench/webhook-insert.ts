// The INSERT of a notification without the notification: ready-made values, through bare `pg` and a pool of the same size.
import { randomBytes } from 'node:crypto'
import { newId } from '../src/base/id.ts'
import { openDatabase } from '../src/store/sql/database.ts'
import { type Delivered, keepDelivery } from '../src/store/webhook/inbox.ts'
import { serveParent } from './children.ts'
import { inLanes, type Lanes } from './lanes.ts'

/** As long as the encrypted body of webhook-load.ts. */
const BODY_BYTES = 560
const LEASE_MS = 15_000

const database = openDatabase({ url: process.env['DATABASE_URL'] ?? '' })
const encryptedBody = randomBytes(BODY_BYTES)

async function insert(): Promise<void> {
  const now = new Date()
  const id = newId('providerEvent', now)
  const delivered: Delivered = {
    ...{ id, encryptedBody, provider: 'PPRO', providerAccountId: null, owner: undefined, error: null },
    ...{ providerEventId: `bare-${id}`, type: 'PAYMENT_CHARGE_CAPTURE_SUCCEEDED', status: 'RECEIVED' },
    ...{ providerReference: `provider-${id}`, sentReference: null, withoutEventId: false },
  }
  await keepDelivery(database, delivered, { now, leaseUntil: new Date(now.getTime() + LEASE_MS) })
}

/** Removes what it has inserted: the gateway's workers would process it. */
async function measure(lanes: Lanes): Promise<number> {
  const perSecond = await inLanes(insert, lanes)
  await database.pool.query(`DELETE FROM provider_events WHERE provider_event_id LIKE 'bare-%'`)
  return perSecond
}

serveParent({}, { insert: measure }, database.close)
