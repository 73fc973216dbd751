import { cursorOf } from '../../src/operations/command/answers.ts'
import type { ConsumerRow } from '../../src/store/tables.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { typeNameOfNode } from '../node-type.ts'

type Versioned = Pick<ConsumerRow, 'id' | 'version' | 'snapshotXmin' | 'createdAt' | 'updatedAt'>

/**
 * Builds a field of an interface that several models implement. `extensions` names the columns that plugin-prisma must
 * select for it.
 */
function reading<Value, Rest extends readonly unknown[]>(
  columns: readonly (keyof Versioned)[],
  read: (row: Versioned, ...rest: Rest) => Value,
) {
  return {
    extensions: { pothosPrismaSelect: Object.fromEntries(columns.map(column => [column, true])) },
    resolve: (row: Pick<Versioned, 'id'>, ...rest: Rest) => read(row as Versioned, ...rest),
  }
}

builder.interfaceType('VersionedNode', {
  description:
    'An object with a version. Each change raises the version by one. A cache keeps the object with the higher version.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: typeNameOfNode,
  fields: t => ({
    version: t.int({
      ...reading(['version'], row => row.version),
      description:
        'Rises by one with each change of the object or its parts (a charge’s operations, an agreement’s ' +
        'revocations, a schedule’s occurrences). The object with the higher version is newer.',
    }),
    eventCursor: t.field({
      type: 'EventCursor',
      description:
        'The position of this state in the event log. Read or subscribe with it as `after` to receive every later ' +
        'event of this object. You can receive some events of other objects again, but you miss none.',
      ...reading(['version', 'snapshotXmin'], (row, _args: object, { deps, caller }: GraphContext) =>
        cursorOf(deps, caller, row),
      ),
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When the object was created.',
      ...reading(['createdAt'], row => row.createdAt),
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When the object last changed.',
      ...reading(['updatedAt'], row => row.updatedAt),
    }),
  }),
})
