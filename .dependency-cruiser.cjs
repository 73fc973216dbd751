// Which module may import which. A module may always import itself.
const modules = {
  base: '^src/base/',
  domain: '^src/domain/',
  providerPort: '^src/providers/port/',
  providers: '^src/providers/',
  redis: '^src/redis/',
  store: '^src/store/',
  operations: '^src/operations/',
  workers: '^src/workers/',
  http: '^src/http/',
  schema: '^schema/',
  client: '^src/client/',
  console: '^src/console/',
  sandbox: '^src/sandbox/',
  config: '^src/config/',
  supervisor: '^src/supervisor/',
  app: '^src/app/',
}

/** A module and the modules that it may import. All others are forbidden. */
const allowedImports = {
  base: [],
  domain: ['base'],
  providers: ['base', 'domain'],
  redis: ['base'],
  // The provider port is types only: what a stored request looks like.
  store: ['base', 'domain', 'providerPort'],
  operations: ['base', 'domain', 'store', 'providerPort'],
  workers: ['base', 'domain', 'store', 'operations', 'providerPort'],
  schema: ['base', 'domain', 'store', 'operations', 'providerPort'],
  http: ['base', 'domain', 'store', 'operations', 'schema', 'providerPort'],
  client: [],
  console: ['client'],
  sandbox: [],
  config: ['base'],
  supervisor: ['base', 'config', 'store'],
}

const forbidden = Object.entries(allowedImports).map(([module, allowed]) => ({
  name: `${module}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: modules[module] },
  to: {
    path: '^(src|schema|test|attack|bench|simulation|chaos|cluster|scripts|examples)/',
    pathNot: [modules[module], ...allowed.map(name => modules[name])],
  },
}))

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'no-cycles',
      comment: 'A cycle means that two files belong together, or that a third one is missing.',
      severity: 'error',
      from: { path: '^(src|schema)/' },
      to: { circular: true },
    },
    {
      name: 'the-schema-reads-and-calls',
      comment: 'Only reads and row types of the store: the graph writes through operations.',
      severity: 'error',
      from: { path: modules.schema },
      to: { path: '^src/store/(sql/write|provider-request/repository|webhook/inbox|[a-z-]+/repository)\\.ts$' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { path: '^(src|schema|examples)/' },
      to: { path: '^(test|attack|bench|simulation|chaos|cluster|scripts)/' },
    },
    {
      name: 'production-needs-no-dev-dependency',
      comment: 'The image is built with `npm ci --omit=dev`. The console is built before.',
      severity: 'error',
      from: { path: '^(src|schema)/', pathNot: modules.console },
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
    exclude: { path: '^src/((client|console|store/prisma)/generated/|client/dist/|http/graphiql/browser/)' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
