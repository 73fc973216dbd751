import type { Ledger, LedgerCharge } from '../simulator.ts'
import { amountsOf } from './charges/amounts.ts'
import type { AgreementRecord, ChargeRecord, ChargeStatus } from './records.ts'
import type { Tables } from './unit.ts'

export const PROVIDER = 'PPRO'

/** The status in the words that all providers share in the ledger. */
const LEDGER_STATUS: Readonly<Record<ChargeStatus, LedgerCharge['status']>> = {
  AUTHORIZATION_PROCESSING: 'PENDING',
  AUTHORIZATION_ASYNC: 'PENDING',
  AUTHENTICATION_PENDING: 'PENDING',
  CAPTURE_PENDING: 'AUTHORIZED',
  CAPTURE_PROCESSING: 'AUTHORIZED',
  CAPTURED: 'CAPTURED',
  REFUNDED: 'CAPTURED',
  VOIDED: 'VOIDED',
  DISCARDED: 'FAILED',
  FAILED: 'FAILED',
}

export function ledgerOf(tables: Tables): Ledger {
  return {
    agreements: Array.from(tables.agreements.values(), agreementEntry),
    charges: Array.from(tables.charges.values(), chargeEntry),
    webhooks: Array.from(tables.webhooks.values(), ({ type, subject, attempts, delivered }) => {
      return { provider: PROVIDER, type, subject, attempts, delivered }
    }),
  }
}

function agreementEntry({ id, reference, status, paymentMethod, createdAt }: AgreementRecord) {
  return { provider: PROVIDER, id, reference, status, paymentMethod, createdAt }
}

function chargeEntry(charge: ChargeRecord): LedgerCharge {
  const { captured, refunded, voided } = amountsOf(charge)
  const { id, reference, agreementId, amount, currency, createdAt } = charge
  const status = LEDGER_STATUS[charge.status]
  return {
    provider: PROVIDER,
    id,
    reference,
    agreementId,
    amount,
    currency,
    status,
    captured,
    refunded,
    voided,
    createdAt,
  }
}
