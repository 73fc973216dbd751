// Which room may import which: the arrows of the house, checked. A room may always import itself.
const rooms = {
  base: '^src/base/',
  domain: '^src/domain/',
  providerPort: '^src/providers/port/',
  providers: '^src/providers/',
  store: '^src/store/',
  operations: '^src/operations/',
  workers: '^src/workers/',
  http: '^src/http/',
  schema: '^schema/',
  client: '^src/client/',
  sandbox: '^src/sandbox/',
  config: '^src/config/',
  supervisor: '^src/supervisor/',
  app: '^src/app/',
}

/** A room and the rooms it may import. What is not named here is not allowed. */
const arrows = {
  base: [],
  domain: ['base'],
  providers: ['base', 'domain'],
  // The provider port is types only: what a stored request looks like.
  store: ['base', 'domain', 'providerPort'],
  operations: ['base', 'domain', 'store', 'providerPort'],
  workers: ['base', 'domain', 'store', 'operations', 'providerPort'],
  schema: ['base', 'domain', 'store', 'operations', 'providerPort'],
  http: ['base', 'domain', 'store', 'operations', 'schema', 'providerPort'],
  client: [],
  sandbox: [],
  config: ['base'],
  supervisor: ['base', 'config', 'store'],
}

const forbidden = Object.entries(arrows).map(([room, allowed]) => ({
  name: `${room}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: rooms[room] },
  to: {
    path: '^(src|schema|test|attack|bench|simulation|chaos|scripts|examples)/',
    pathNot: [rooms[room], ...allowed.map(name => rooms[name])],
  },
}))

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'no-circles',
      comment: 'A circle means that two files are one, or that a third is missing.',
      severity: 'error',
      from: { path: '^(src|schema)/' },
      to: { circular: true },
    },
    {
      name: 'the-schema-reads-and-calls',
      comment: 'Only reads and row types of the store: the graph writes nothing by itself.',
      severity: 'error',
      from: { path: rooms.schema },
      to: { path: '^src/store/(sql/write|provider-request/repository|webhook/inbox|[a-z-]+/repository)\\.ts$' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { path: '^(src|schema|examples)/' },
      to: { path: '^(test|attack|bench|simulation|chaos|scripts)/' },
    },
    {
      name: 'production-needs-no-dev-dependency',
      comment: 'The image is built with `npm ci --omit=dev`.',
      severity: 'error',
      from: { path: '^(src|schema)/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/((client|store/prisma)/generated/|http/graphiql/browser\\.js)' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
