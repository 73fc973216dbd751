import { cursorOf } from '../../src/operations/command/answers.ts'
import type { ScheduleRow } from '../../src/store/tables/schedule.ts'
import { builder } from '../builder.ts'
import { typeNameOfNode } from '../node-type.ts'
import { reads } from '../selected-columns.ts'

builder.interfaceType('VersionedNode', {
  description:
    'An object with a version: each change raises the version by one. A cache keeps the answer with the higher version.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: typeNameOfNode,
  fields: t => ({
    version: t.exposeInt('version', {
      description:
        'Each change of the object, or of a part of it, raises it by one. Parts are a charge’s operations, an agreement’s ' +
        'revocations and a schedule’s occurrences. Of two answers, the one with the higher version is newer.',
    }),
    eventCursor: t.field({
      type: 'EventCursor',
      description:
        'The position of this state in the event log. Read or subscribe with this cursor as `after`: every event that this ' +
        'state does not contain follows. Events of other objects may come again; none is missing.',
      extensions: reads<ScheduleRow>('id', 'version', 'snapshotXmin'),
      resolve: (row, _args, { deps, caller }) => cursorOf(deps, caller, row),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the gateway created it.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it got its latest version.' }),
  }),
})
