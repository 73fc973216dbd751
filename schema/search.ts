import { kindOfId } from '../src/base/id.ts'
import { emailHashes } from '../src/store/consumer/personal-data.ts'
import { type FoundObject, findByReference, type SearchKey as Key } from '../src/store/reads/search/references.ts'
import { builder } from './builder.ts'
import { describedEnum } from './common/enum.ts'
import type { GraphContext } from './context.ts'
import { limit } from './lists/connection.ts'
import { LARGEST_PAGE, PAGE_SIZE } from './lists/sizes.ts'
import { loadNode } from './node.ts'
import { typeNames } from './node-type.ts'

const SearchKey = describedEnum<Key>('SearchKey', 'The value by which an object was found.', {
  ID: 'Its id.',
  REFERENCE: 'The merchant’s own reference.',
  PROVIDER_REFERENCE: 'The provider’s id.',
  REQUEST_REFERENCE: 'The reference that the gateway sent to the provider with a request about the object.',
  EMAIL: 'The consumer’s email address.',
})

const SearchMatch = builder.objectRef<FoundObject>('SearchMatch').implement({
  description: 'An object that matches the searched text.',
  fields: t => ({
    matchedBy: t.expose('matchedBy', { type: SearchKey, description: 'The value that matched the text.' }),
    object: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'The object. Null if your credential does not see it.',
      resolve: ({ objectId }, _args, context, info) => loadNode(objectId, context, info),
    }),
  }),
})

// ── Query.search

builder.queryField('search', t =>
  t.field({
    type: [SearchMatch],
    scope: 'read',
    description:
      'The objects that a text names exactly: any object by its id; charges, agreements, consumers and schedules by the ' +
      'merchant’s reference; charges and agreements by the provider’s id or by the reference of a request to the ' +
      'provider; consumers by email address. Sorted by the kind of match, then by the type of object, then newest first. ' +
      'Empty for a client token.',
    args: {
      text: t.arg.string({
        required: true,
        description: 'The id, reference or email address. Spaces around it are ignored.',
      }),
      first: t.arg.int({
        required: true,
        defaultValue: PAGE_SIZE,
        description: `Return at most this many, 0 to ${LARGEST_PAGE}.`,
      }),
    },
    resolve: async (_root, { text, first }, context) => {
      const most = limit('first', first) ?? PAGE_SIZE
      return context.caller.grant ? [] : search(text.trim(), most, context)
    },
  }),
)

async function search(text: string, most: number, { deps, caller }: GraphContext): Promise<FoundObject[]> {
  // No row has an empty reference, and the database stores no NUL.
  if (text === '' || text.includes('\0') || most === 0) return []
  const kind = kindOfId(text)
  if (kind !== undefined && kind in typeNames) return [{ objectId: text, matchedBy: 'ID' }]
  const hashes = text.includes('@') ? emailHashes(deps.vault, text) : []
  return (await findByReference(deps.database, caller.tenant, { text, emailHashes: hashes, limit: most })).slice(
    0,
    most,
  )
}
