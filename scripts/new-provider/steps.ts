import type { ProviderNames } from './names.ts'

/** The remaining steps by hand, in order. Until step 5 no user can reach the new provider. */
export function remainingSteps({ folder, code, type }: ProviderNames): readonly string[] {
  return [
    `Let somebody who does not read the adapter write its simulator from the specification: src/sandbox/${folder},
with an entry in src/sandbox/server.ts, src/sandbox/config.ts and src/supervisor/program-environment.ts. Open it in
test/providers/support/sandbox.ts.`,
    `Add '${code}' to providerCodes (src/domain/enums.ts), ${code} to the enum in prisma/schema.prisma and a sentence to
schema/common/provider-code.ts; then npm run migration:new -- ${folder}, npm run schema:print, npm run codegen.
Remove the cast from src/providers/${folder}/provider.ts.`,
    `Fill in test/providers/${folder}/conformance.ts and the files in src/providers/${folder}, config and client first, until
npx vitest run test/providers/${folder} is green. docs/providers.md explains the port.
Delete src/providers/${folder}/not-written.ts: the files that still import it are the unfinished ones.`,
    `Its variables (${code}_BASE_URL, its credentials, ${code}_MODE): src/config/variables.ts, src/config/combinations.ts, the hosts in src/config/provider-hosts.ts, src/config/config.ts, the table in
docs/configuration.md, test/config/read.test.ts and test/config/accounts.test.ts.`,
    `Add it to src/providers/registry.ts (create${type}Provider). Its webhooks come to /webhooks/${folder}. From now on it can be used.`,
    `npx biome check --write . && npm run check && npm test`,
  ]
}
