import path from 'node:path'
import { type Part, project } from './part.ts'

/** The npm package @perennial/client, for Node 20 and browsers: ES modules, CommonJS and types. */
export const client: Part = {
  name: 'client',
  inputs: ['src/client', 'tsconfig.json'],
  output: 'src/client/dist',
  async build(folder) {
    const { build } = await import('tsdown')
    await build({
      config: false,
      cwd: path.join(project, 'src/client'),
      tsconfig: path.join(project, 'tsconfig.json'),
      entry: { index: 'index.ts' },
      outDir: folder,
      format: ['esm', 'cjs'],
      platform: 'neutral',
      target: 'es2022',
      // Types come from the source text alone: fast, and it needs no second program of types.
      dts: { generator: 'oxc' },
      deps: { neverBundle: ['graphql'], alwaysBundle: ['@graphql-typed-document-node/core'] },
      inputOptions: { checks: { pluginTimings: false, bundlerTimings: false } },
      logLevel: 'warn',
    })
  },
}
