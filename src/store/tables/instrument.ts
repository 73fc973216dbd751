import { modes, providerCodes } from '../../domain/enums.ts'
import { bytes, instant, integer, nullable, oneOf, table, text } from '../sql/columns.ts'

export const instruments = table('instruments', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  consumerId: text,
  provider: oneOf('provider_code', providerCodes),
  type: text,
  brand: nullable(text),
  last4: nullable(text),
  expiryMonth: nullable(integer),
  expiryYear: nullable(integer),
  encryptedToken: bytes,
  createdAt: instant,
})
