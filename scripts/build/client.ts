import path from 'node:path'
import { type Part, project } from './part.ts'

/** What is imported on its own: @perennial/client/apollo and so on. */
const parts = ['apollo', 'codegen', 'money', 'relay', 'urql']

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
      entry: { index: 'index.ts', ...Object.fromEntries(parts.map(name => [name, `${name}/index.ts`])) },
      outDir: folder,
      format: ['esm', 'cjs'],
      platform: 'neutral',
      target: 'es2022',
      // Types come from the source text alone: fast, and it needs no second program of types.
      dts: { generator: 'oxc' },
      deps: { neverBundle: ['graphql'], alwaysBundle: ['@graphql-typed-document-node/core'] },
      plugins: [documentsWithoutEffects],
      inputOptions: { checks: { pluginTimings: false, bundlerTimings: false } },
      logLevel: 'warn',
    })
  },
}

/** A page's bundler can leave out documents that the page does not use only if it knows that their making has no effect. */
const documentsWithoutEffects = {
  name: 'documents-without-effects',
  transform(code: string, id: string) {
    if (!id.endsWith('generated/graphql.ts')) return undefined
    return code.replaceAll('= new TypedDocumentString(', '= /* @__PURE__ */ new TypedDocumentString(')
  },
}
