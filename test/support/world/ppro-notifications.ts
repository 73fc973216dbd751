import { createHmac, randomBytes } from 'node:crypto'
import { webhookReceive } from '../../../src/operations/webhook/receive.ts'
import type { AgreementRow } from '../../../src/store/tables.ts'
import { account } from './simulators.ts'
import type { World } from './world.ts'

export const eventId = () => randomBytes(11).toString('hex').slice(0, 21)

export function revocationOf(agreement: AgreementRow, id = eventId(), type = 'PAYMENT_AGREEMENT_REVOKED_BY_CONSUMER') {
  return {
    specversion: '1.0.2',
    source: 'https://www.ppro.com',
    datacontenttype: 'application/json',
    id,
    type,
    subject: agreement.providerReference,
    time: new Date().toISOString(),
    data: {
      paymentAgreementId: agreement.providerReference,
      paymentAgreementStatus: type.replace('PAYMENT_AGREEMENT_', ''),
      paymentMethod: 'AMAZON_PAY',
      type,
      merchantId: account.merchantId,
    },
  }
}

export const sign = (body: string, secret = account.webhookSecret) => {
  const t = Math.floor(Date.now() / 1_000)
  return `t=${t},s=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

/** Processes notifications for the gateway of a world, once there is one. */
export function notificationsOf(world: () => World) {
  return {
    receive(body: string, signature: string | undefined) {
      const headers = signature === undefined ? {} : { 'ppro-signature': signature }
      return webhookReceive(world().deps, 'PPRO', { headers, rawBody: Buffer.from(body), receivedAt: new Date() })
    },
    async inbox(id: string) {
      const { rows } = await world().database.pool.query<{
        status: string
        deliveries: number
        subject_id: string | null
      }>('SELECT status, deliveries, subject_id FROM provider_events WHERE provider_event_id = $1', [id])
      return rows
    },
  }
}
