import type { Tenant } from '../../domain/enums.ts'
import type { LogView } from '../../store/event-log/filter.ts'
import type { LoggedEventRow } from '../../store/tables.ts'

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
  const all = new Set<Reader>()
  return {
    get size() {
      return all.size
    },
    add(reader) {
      for (const key of keysOfView(reader.view)) {
        const readers = readersByKey.get(key) ?? new Set()
        readersByKey.set(key, readers.add(reader))
      }
      all.add(reader)
    },
    remove(reader) {
      if (!all.delete(reader)) return
      for (const key of keysOfView(reader.view)) {
        const readers = readersByKey.get(key)
        readers?.delete(reader)
        if (readers?.size === 0) readersByKey.delete(key)
      }
    },
    *of(row) {
      // A set, because an agreement's own event contains its id twice.
      const keys = new Set([row.subjectId, row.agreementId ?? row.subjectId, row.consumerId, keyOfTenant(row)])
      const given = new Set<Reader>()
      for (const key of keys)
        for (const reader of readersByKey.get(key) ?? []) {
          // A client token's reader can have several of the keys.
          if (reader.view.reach !== undefined && given.has(reader)) continue
          if (reader.view.reach !== undefined) given.add(reader)
          yield reader
        }
    },
  }
}

// Ids are unique among all kinds and tenants, so they can be keys of one map.
function keysOfView({ tenant, filter, reach }: LogView): readonly string[] {
  const id = filter.subjectId ?? filter.agreementId ?? filter.consumerId
  if (id !== undefined) return [id]
  return reach ? [...reach.consumers, ...reach.agreements, ...reach.subjects] : [keyOfTenant(tenant)]
}

function keyOfTenant({ merchantId, mode }: Tenant): string {
  return `${merchantId}.${mode}`
}
