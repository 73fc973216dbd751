// PostGraphile over the same tables, set up as its documentation recommends for production: `node postgraphile.mjs`,
// with the database in DATABASE_URL. Plain JavaScript, because its packages are installed only where the benchmark
// runs.
import { createServer } from 'node:http'
import pg from 'pg'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'

const connectionString = process.env.DATABASE_URL
const maxConnections = Number(process.env.MAX_CONNECTIONS)

let statements = 0
const { query } = pg.Client.prototype
pg.Client.prototype.query = function counted(...parameters) {
  statements += 1
  return query.apply(this, parameters)
}

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  // It leaves out relations whose foreign key is no prefix of an index; ours contain the tenant, and the index on the rest serves.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [makePgService({ connectionString, schemas: ['public'], poolConfig: { max: maxConnections } })],
  grafast: { explain: false },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false, websockets: false },
})
const server = createServer()
server.on('error', error => {
  throw error
})
await instance.createServ(grafserv).addTo(server)
await instance.getSchema()
server.listen(0, '127.0.0.1', () => {
  process.send?.({ ready: { url: `http://127.0.0.1:${server.address().port}` } })
})
process.on('message', ({ id }) => process.send?.({ id, result: statements }))
process.once('disconnect', () => process.exit(0))
