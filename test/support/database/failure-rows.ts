import { acquirerCodes } from '../../../src/providers/aps/codes/acquirer-codes.ts'
import { messageCodes } from '../../../src/providers/aps/codes/message-codes.ts'
import { failureCodes } from '../../../src/providers/ppro/answers/failure-codes.ts'
import type { FailureRow } from '../../../src/providers/shared/failure-rows.ts'

/** Every row of every provider's tables, by the provider's name for it. */
export const failureRows: readonly (readonly [name: string, row: FailureRow])[] = [
  ...Object.entries(failureCodes).flatMap(([type, byCode]) =>
    Object.entries(byCode).map(([code, row]) => [`PPRO ${type}/${code}`, row] as const),
  ),
  ...Object.entries(messageCodes).flatMap(([code, message]) =>
    'failure' in message ? [[`APS ${code}`, message.failure] as const] : [],
  ),
  ...Object.entries(acquirerCodes).flatMap(([code, { failure }]) =>
    failure ? [[`APS acquirer ${code}`, failure] as const] : [],
  ),
]
