// Runs in a child process: compresses the files that GraphiQL's package holds as strings and sends them to its parent.
import { gzipSync } from 'node:zlib'
import { css, editorWorkerService, graphqlWorker, js, jsonWorker } from '@graphql-yoga/render-graphiql/graphiql'

const files = {
  'graphiql.js': js,
  'graphiql.css': css,
  'editor.worker.js': editorWorkerService,
  'json.worker.js': jsonWorker,
  'graphql.worker.js': graphqlWorker,
}
process.send?.(new Map(Object.entries(files).map(([name, text]) => [name, new Uint8Array(gzipSync(text))])), () =>
  process.disconnect(),
)
