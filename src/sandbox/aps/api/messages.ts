/** The published messages, by the last three digits of a response_code, without those of other payment methods. */
const MESSAGES: Readonly<Record<string, string>> = {
  '000': 'Success',
  '001': 'Missing parameter',
  '002': 'Invalid parameter format',
  '003': 'Payment option is not available for this merchant’s account',
  '004': 'Invalid command',
  '005': 'Invalid amount',
  '006': 'Technical problem',
  '007': 'Duplicate order number',
  '008': 'Signature mismatch',
  '009': 'Invalid merchant identifier',
  '010': 'Invalid access code',
  '012': 'Card expired',
  '013': 'Invalid currency',
  '016': 'Invalid card number',
  '018': 'Operation not allowed by processor',
  '019': 'Inactive acquirer',
  '023': 'Currency not accepted by acquirer',
  '027': 'Invalid extra parameters',
  '029': 'Insufficient funds',
  '030': 'Authentication failed',
  '031': 'Invalid issuer',
  '032': 'Invalid parameter length',
  '033': 'Parameter value not allowed',
  '034': 'Operation not allowed',
  '036': 'Order not found',
  '037': 'Missing return URL',
  '042': 'Operation amount exceeds the authorized amount',
  '043': 'Inactive Operation',
  '044': 'Token name does not exist',
  '047': 'Order already processed',
  '048': 'Operation amount exceeds captured amount',
  '049': 'Operation not valid for this payment option',
  '050': 'Merchant per transaction limit exceeded',
  '051': 'Technical error',
  '054': 'Transaction cannot be processed at this moment',
  '057': 'Transaction amount exceeds the daily transaction limit',
  '058': 'Transaction amount exceeds the per transaction limit',
  '064': '3-D Secure check requested',
  '066': 'Merchant reference already exists',
  '072': 'Transaction has been cancelled by the consumer',
  '073': 'Invalid request format',
  '074': 'Transaction failed',
  '080': 'Invalid payment option',
  '083': 'Unexpected user behavior',
  '088': 'Token name was not created for this transaction',
  '090': 'Transaction in review',
  '100': 'Invalid expiry date',
  '112': 'Service not applicable for payment operation',
  '113': 'Service not applicable for e-commerce indicator',
  '114': 'Token already exist',
  '662': 'Operation not allowed. The specified order is not confirmed yet',
  '666': 'Transaction declined',
  '777': 'The transaction has been processed, but failed to receive confirmation',
  '778': 'Session timed-out',
  '784': 'Transaction still processing you can’t make another transaction',
  '785': 'Transaction blocked by fraud check',
}

/** Two digits of status and three of message, e.g. 14000. */
export type ResponseCode = string

export function messageOf(code: ResponseCode): string {
  return MESSAGES[code.slice(2)] ?? 'Unknown'
}

/** The fields with the result of a request, always in English: `language` has no effect here. */
export function responseOf(code: ResponseCode, detail?: string): Record<string, string> {
  const message = messageOf(code)
  return {
    status: code.slice(0, 2),
    response_code: code,
    response_message: detail === undefined ? message : `${message}: ${detail}`,
  }
}

/**
 * A refused request: answered with status 00, and nothing was stored. The message names the parameter that is wrong.
 */
export class Refusal extends Error {
  readonly code: ResponseCode
  readonly detail: string | undefined

  constructor(code: ResponseCode, detail?: string) {
    super(code)
    this.code = code
    this.detail = detail
  }
}
