import { e164Of } from '../../../base/text/phone-number.ts'
import type { ConsumerDetails } from '../../port/provider.ts'

/**
 * E.164, because PPRO specifies no format and a national number is ambiguous. Unchanged if it is not a valid number.
 */
export function phoneOf({ phone, country }: Pick<ConsumerDetails, 'phone' | 'country'>): string | null {
  return phone === null ? null : (e164Of(phone, country) ?? phone)
}
