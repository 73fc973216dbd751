import type { KeyHolder, Vault } from '../../base/encryption.ts'
import { newId } from '../../base/id.ts'
import type { InstrumentReport } from '../../domain/provider/report.ts'
import { insert, type Write } from '../sql/write.ts'
import type { AgreementRow } from '../tables/agreement.ts'
import { instruments } from '../tables/instrument.ts'

/** What is held of an agreement's means of payment to charge by it. */
export interface StoredInstrument {
  readonly id: string
  readonly encryptedToken: Buffer
  readonly brand: string | null
}

const COLUMN = 'instruments.encrypted_token'

/** The provider's token for it, to be sent to the provider and nowhere else. */
export function openToken(vault: Vault, holder: KeyHolder, { id, encryptedToken }: StoredInstrument): string {
  return vault.decrypt({ column: COLUMN, id }, holder, encryptedToken)
}

type Whose = Pick<AgreementRow, 'merchantId' | 'mode' | 'consumerId' | 'provider'>

/** A stored means of payment as the provider names it; its token is encrypted. */
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

/** More is known of a stored means of payment than when it was given; what is not told now stays. */
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
