import type { CodegenConfig } from '@graphql-codegen/cli'
import { scalars } from './src/client/codegen/scalars.ts'

// npm run codegen: the client's types, from the printed graph and the operations that the client sends.
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'src/client/operations/*.graphql',
  importExtension: '.ts',
  generates: {
    'src/client/generated/facts.ts': { plugins: ['./scripts/codegen/facts.ts'] },
    'src/client/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        // Text instead of syntax trees: a copy of the client needs no GraphQL library at run time.
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        scalars,
      },
    },
  },
}

export default config
