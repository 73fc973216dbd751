import { defineConfig } from 'prisma/config'

// The CLI downloads a native schema engine before any command, `generate` too, which never starts it. Any program in its place
// prevents the download: networks without that host can install. scripts/schema-engine has the engine for migrations.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } })
