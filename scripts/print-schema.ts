// npm run schema:print: writes schema/schema.graphql, the graph as callers see it. A test keeps it fresh.
import { writeFile } from 'node:fs/promises'
import { printSchema } from 'graphql'
import { schema } from '../schema/index.ts'

await writeFile(new URL('../schema/schema.graphql', import.meta.url), `${printSchema(schema)}\n`)
