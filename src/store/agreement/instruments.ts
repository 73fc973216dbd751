import type { KeyHolder, Vault } from '../../base/encryption.ts'
import { newId } from '../../base/id.ts'
import type { InstrumentReport } from '../../domain/provider/report.ts'
import { insert, type Write } from '../sql/write.ts'
import { type AgreementRow, instruments } from '../tables.ts'

/** The stored data of an agreement's means of payment with which the agreement is charged. */
export interface StoredInstrument {
  readonly id: string
  readonly encryptedToken: Buffer
  readonly brand: string | null
}

const COLUMN = 'instruments.encrypted_token'

/** The provider's token for the instrument. It is sent to the provider and nowhere else. */
export function openToken(vault: Vault, holder: KeyHolder, { id, encryptedToken }: StoredInstrument): string {
  return vault.decrypt({ column: COLUMN, id }, holder, encryptedToken)
}

type Whose = Pick<AgreementRow, 'merchantId' | 'mode' | 'consumerId' | 'provider'>

/** Stores a means of payment as the provider reported it, with its token encrypted. */
export function newInstrument(
  vault: Vault,
  { row: agreement, consumer }: { readonly row: Whose; readonly consumer: KeyHolder },
  report: InstrumentReport,
  now: Date,
): { id: string; write: Write } {
  const id = newId('instrument', now)
  const row = {
    id,
    merchantId: agreement.merchantId,
    mode: agreement.mode,
    consumerId: agreement.consumerId,
    provider: agreement.provider,
    type: report.type,
    brand: report.brand ?? null,
    last4: report.last4 ?? null,
    expiryMonth: report.expiryMonth ?? null,
    expiryYear: report.expiryYear ?? null,
    encryptedToken: vault.encrypt({ column: COLUMN, id }, consumer, report.token),
    createdAt: now,
  }
  return { id, write: insert(instruments, [row]) }
}

/**
 * Adds newly reported details to a stored means of payment. Details that the report does not contain keep their values.
 */
export function refineInstrument(id: string, { brand, last4, expiryMonth, expiryYear }: InstrumentReport): Write {
  return {
    shape: 'refine:instruments',
    text: parameter =>
      `UPDATE instruments i SET brand = coalesce(r.brand, i.brand), last4 = coalesce(r.last4, i.last4),
         expiry_month = coalesce(r.expiry_month, i.expiry_month), expiry_year = coalesce(r.expiry_year, i.expiry_year)
       FROM jsonb_populate_record(null::instruments, ${parameter}::jsonb) r WHERE i.id = r.id`,
    parameter: JSON.stringify({ id, brand, last4, expiry_month: expiryMonth, expiry_year: expiryYear }),
  }
}
