import { defineConfig } from 'prisma/config'

// The Prisma CLI would fetch a native schema engine before `generate`, which never starts one; a
// binary that exists keeps `npm ci` free of downloads. Migrations run on the WASM engine (src/store/migrate.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } })
