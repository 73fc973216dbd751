import type { Json } from '../../base/text/json.ts'
import type { AuthenticationType } from '../enums.ts'

/** One way for the consumer to authenticate. Stored as JSON with the agreement or charge that waits for it. */
export interface AuthenticationMethod {
  readonly type: AuthenticationType
  /** Absolute URL to open in the consumer's browser. */
  readonly requestUrl?: string
  readonly requestMethod?: 'GET' | 'POST'
  readonly codeType?: string
  readonly codePayload?: string
  readonly codeImageUrl?: string
  readonly appUrl?: string
  /** RFC 3339. */
  readonly expiresAt?: string
  readonly details?: { readonly [key: string]: Json }
}
