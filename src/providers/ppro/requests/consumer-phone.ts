import { e164Of } from '../../../base/text/phone-number.ts'
import type { ConsumerDetails } from '../../port/provider.ts'

/**
 * As E.164: PPRO names no form, and a national number means nothing outside its country. As it stands where it is none.
 */
export function phoneOf({ phone, country }: Pick<ConsumerDetails, 'phone' | 'country'>): string | null {
  return phone === null ? null : (e164Of(phone, country) ?? phone)
}
