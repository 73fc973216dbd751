import { newId } from '../base/id.ts'
import type { Vault } from '../base/vault.ts'
import type { InstrumentReport } from '../domain/report.ts'
import type { AgreementRow } from './tables/agreement.ts'
import { instruments } from './tables/instrument.ts'
import { insert, type Write } from './write.ts'

/** What is held of an agreement's means of payment to charge by it. */
export interface HeldInstrument {
  readonly sealedToken: Buffer
  readonly brand: string | null
}

/** The provider's token for it, to be sent to the provider and nowhere else. */
export function openToken(vault: Vault, { sealedToken }: Pick<HeldInstrument, 'sealedToken'>): string {
  return vault.open('token', sealedToken)
}

/** A stored means of payment as the provider names it; its token is sealed. */
export function newInstrument(
  vault: Vault,
  agreement: Pick<AgreementRow, 'merchantId' | 'mode' | 'consumerId' | 'provider'>,
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
    sealedToken: vault.seal('token', report.token),
    createdAt: now,
  }
  return { id, write: insert(instruments, [row]) }
}
