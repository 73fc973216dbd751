import type { Tenant } from '../../domain/enums.ts'
import type { LogView } from '../../store/event-log/filter.ts'
import type { LoggedEventRow } from '../../store/tables/event.ts'

/** The readers by the ids in their views, so that an event is matched only with the readers of its ids. */
interface LogRoutes<Reader> {
  readonly size: number
  add(reader: Reader): void
  remove(reader: Reader): void
  /** The possible readers of an event, each once; their views decide. */
  of(row: LoggedEventRow): Iterable<Reader>
}

export function createLogRoutes<Reader extends { readonly view: LogView }>(): LogRoutes<Reader> {
  const readersByKey = new Map<string, Set<Reader>>()
  let size = 0
  return {
    get size() {
      return size
    },
    add(reader) {
      const key = keyOfView(reader.view)
      const readers = readersByKey.get(key) ?? new Set()
      readersByKey.set(key, readers.add(reader))
      size += 1
    },
    remove(reader) {
      const key = keyOfView(reader.view)
      const readers = readersByKey.get(key)
      if (!readers?.delete(reader)) return
      size -= 1
      if (readers.size === 0) readersByKey.delete(key)
    },
    *of(row) {
      // A set, because an agreement's own event contains its id twice.
      for (const key of new Set([row.subjectId, row.agreementId ?? row.subjectId, row.consumerId, keyOfTenant(row)]))
        yield* readersByKey.get(key) ?? []
    },
  }
}

// Ids are unique among all kinds and tenants, so they can be keys of one map.
function keyOfView({ tenant, filter }: LogView): string {
  return filter.subjectId ?? filter.agreementId ?? filter.consumerId ?? keyOfTenant(tenant)
}

function keyOfTenant({ merchantId, mode }: Tenant): string {
  return `${merchantId}.${mode}`
}
