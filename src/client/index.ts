export { type Client, type ClientOptions, createClient } from './client.ts'
export { PerennialError } from './error.ts'
export * from './generated/graphql.ts'
export type { EventOf, WatchOptions } from './watch.ts'
