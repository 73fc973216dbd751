// The INSERT of a notification without the notification: ready-made values, through bare `pg` and a pool of the same size.
import { randomBytes } from 'node:crypto'
import { newId } from '../../src/base/id.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { serveParent } from '../support/children.ts'
import { inLanes, type Lanes } from '../support/lanes.ts'

/** As long as the encrypted body of webhook-load.ts. */
const BODY_BYTES = 560
const LEASE_MS = 15_000
const INSERT = `INSERT INTO provider_events (id, provider, provider_event_id, type, status, deliveries, provider_reference,
    encrypted_body, tries, next_try_at, received_at, lease_until)
  VALUES ($1, 'PPRO', $2, 'PAYMENT_CHARGE_CAPTURE_SUCCEEDED', 'RECEIVED', 1, $3, $4, 0, $5, $5, $6)
  ON CONFLICT (provider, provider_event_id, (coalesce(provider_account_id, '')))
  DO UPDATE SET deliveries = provider_events.deliveries + 1 RETURNING id`

const { pool, close } = openDatabase({ url: process.env['DATABASE_URL'] ?? '' })
const encryptedBody = randomBytes(BODY_BYTES)

async function insert(): Promise<void> {
  const now = new Date()
  const id = newId('providerEvent', now)
  const leaseUntil = new Date(now.getTime() + LEASE_MS)
  const values = [id, `bare-${id}`, `provider-${id}`, encryptedBody, now, leaseUntil]
  await pool.query({ name: 'insert', text: INSERT, values })
}

/** Removes what it has inserted: the gateway's workers would process it. */
async function measure(lanes: Lanes): Promise<number> {
  const perSecond = await inLanes(insert, lanes)
  await pool.query(`DELETE FROM provider_events WHERE provider_event_id LIKE 'bare-%'`)
  return perSecond
}

serveParent({}, { insert: measure }, close)
