import { builder } from '../builder.ts'
import { rowsOf } from './connection.ts'

type Listed =
  | 'Agreement'
  | 'ApiKey'
  | 'AuditEntry'
  | 'Charge'
  | 'Consumer'
  | 'ProviderAccount'
  | 'ProviderEvent'
  | 'Schedule'
  | 'WebhookDelivery'
  | 'WebhookEndpoint'

/** The types of a list's pages and edges. @param name Their beginning, if it is not the name of what is listed. */
export function connectionType(type: Listed, page: string, entry: string, name: string = type) {
  return builder.connectionObject(
    { type, name: `${name}Connection`, description: `A page of ${page}, newest first.`, extensions: rowsOf(type) },
    { name: `${name}Edge`, description: `${entry} in a list, with its cursor.` },
  )
}
