import { cursorOf } from '../../src/operations/command/answers.ts'
import type { ScheduleRow } from '../../src/store/tables/schedule.ts'
import { builder } from '../builder.ts'
import { typeNameOfNode } from '../node-type.ts'
import { reads } from '../selected-columns.ts'

builder.interfaceType('VersionedNode', {
  description:
    'An object with a version. Each change raises the version by one. A cache keeps the object with the higher version.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: typeNameOfNode,
  fields: t => ({
    version: t.exposeInt('version', {
      description:
        'Rises by one with each change of the object or its parts (a charge’s operations, an agreement’s ' +
        'revocations, a schedule’s occurrences). The object with the higher version is newer.',
    }),
    eventCursor: t.field({
      type: 'EventCursor',
      description:
        'The position of this state in the event log. Read or subscribe with it as `after` to receive every later ' +
        'event of this object. You can receive some events of other objects again, but you miss none.',
      extensions: reads<ScheduleRow>('id', 'version', 'snapshotXmin'),
      resolve: (row, _args, { deps, caller }) => cursorOf(deps, caller, row),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the object was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the object last changed.' }),
  }),
})
