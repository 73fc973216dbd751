// A charge's SQL without the charge: the recorded statements, prepared under the same names, in the same transactions
// and with the same pool settings, sent through bare `pg`.
import { openDatabase } from '../../src/store/sql/database.ts'
import { serveParent } from '../support/children.ts'
import { inLanes, type Lanes } from '../support/lanes.ts'
import { type Owners, type Template, type Transactions, templateOf } from './recording.ts'

const { pool, close } = openDatabase({ url: process.env['DATABASE_URL'] ?? '' })
let template: Template = { fresh: () => [], transactions: [] }

async function replay(): Promise<void> {
  const fresh = template.fresh()
  for (const statements of template.transactions) {
    const client = await pool.connect()
    try {
      let sent: Promise<unknown>[] = []
      for (const { name, text, values, pipelined } of statements) {
        const parameters = values?.map(value => (typeof value === 'function' ? value(fresh) : value.as))
        if (!pipelined) {
          await Promise.all(sent)
          sent = []
        }
        sent.push(
          client.query(
            name === undefined || parameters === undefined
              ? text(fresh)
              : { name, text: text(fresh), values: parameters },
          ),
        )
      }
      await Promise.all(sent)
    } finally {
      client.release()
    }
  }
}

serveParent(
  {},
  {
    learn({ transactions, owners }: { transactions: Transactions; owners: Owners }) {
      template = templateOf(transactions, owners)
    },
    replay: (lanes: Lanes) => inLanes(replay, lanes),
  },
  close,
)
