// npm run schema:print: writes schema/schema.graphql, the graph as callers see it. A test keeps it fresh.
import { writeFile } from 'node:fs/promises'
import { schema } from '../schema/index.ts'
import { printGraph } from '../schema/print.ts'

await writeFile(new URL('../schema/schema.graphql', import.meta.url), printGraph(schema))
