// Runs before GraphiQL's own script, which reads these settings while it loads.
globalThis.MonacoEnvironment = {
  /** `globalThis.monaco` is the only way to the editors: GraphiQL has no option for how they wrap. */
  globalAPI: true,
  getWorkerUrl: (_moduleId, label) => `/graphiql/${{ json: 'json', graphql: 'graphql' }[label] ?? 'editor'}.worker.js`,
}
