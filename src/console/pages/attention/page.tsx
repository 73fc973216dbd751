import { createRoute, Link } from '@tanstack/react-router'
import { ObjectName, ObjectStatus, pageOfObject } from '../../components/objects/found-object.tsx'
import { PageHead, Section } from '../../components/page.tsx'
import { Empty } from '../../components/states.tsx'
import { Shape } from '../../components/status-badge.tsx'
import { type Column, DataTable } from '../../components/tables/data-table.tsx'
import { Ago } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { useLive } from '../../data/live.ts'
import { wordsOf } from '../../format/words.ts'
import { AttentionDocument, type AttentionQuery } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'
import { KINDS } from './kinds.ts'

type Group = AttentionQuery['needsAttention'][number]
type Row = Group['items'][number] & { readonly id: string }

const COLUMNS: readonly Column<Row>[] = [
  { title: 'Object', cell: ({ object }) => object && <ObjectName object={object} /> },
  { title: 'Status', cell: ({ object }) => object && <ObjectStatus object={object} /> },
  { title: 'Why', cell: row => <span className="soft">{reasonOf(row.reason)}</span> },
  { title: 'Since', kind: 'end', cell: row => <Ago at={row.since} /> },
]

/** A code as words; sentences and names of rules stay as they are. */
function reasonOf(reason: string | null): string | null {
  return reason !== null && /^[A-Z_]+$/.test(reason) ? wordsOf(reason) : reason
}

export const attentionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/attention',
  async loader({ abortController: { signal } }) {
    const { needsAttention } = await api.request(AttentionDocument, {}, { signal })
    return needsAttention.filter(({ count }) => count > 0)
  },
  component: Attention,
})

function Attention() {
  const groups = attentionRoute.useLoaderData()
  useLive({})
  return (
    <>
      <PageHead
        title="Needs attention"
        lead="What the gateway cannot decide alone, oldest first. Work through it once a day."
      />
      {groups.length === 0 && (
        <div className="table-box">
          <Empty title="Nothing needs you">
            <p>
              Lost responses are settled automatically. What cannot be settled appears here.{' '}
              <Link to="/live">Watch what happens</Link>
            </p>
          </Empty>
        </div>
      )}
      {groups.map(group => (
        <AttentionSection key={group.kind} group={group} />
      ))}
    </>
  )
}

function AttentionSection({ group: { kind, count, items } }: { readonly group: Group }) {
  const { title, advice } = KINDS[kind]
  const rows = items.map((item, index) => ({ ...item, id: item.object?.id ?? String(index) }))
  return (
    <Section
      title={title}
      aside={
        <span className="badge tone-wait">
          <Shape tone="wait" />
          {count >= 1000 ? '1000 or more' : count}
        </span>
      }
    >
      <p className="soft section-lead">{advice}</p>
      <DataTable
        title={title}
        columns={COLUMNS}
        rows={rows}
        linkTo={({ object }) => (object ? pageOfObject(object) : undefined)}
      />
      {count > rows.length && <p className="faint small spaced">The oldest {rows.length} are shown.</p>}
    </Section>
  )
}
