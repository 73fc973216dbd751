import type { GraphContext } from '../context.ts'

/** Read the log from here on for all that an object's state, as it was read, does not contain. */
export function objectCursor(
  row: { readonly id: string; readonly version: number; readonly logFloor: bigint },
  { deps, caller }: GraphContext,
): string {
  return deps.cursors.encode(caller.tenant, { kind: 'object', floor: row.logFloor, id: row.id, version: row.version })
}
