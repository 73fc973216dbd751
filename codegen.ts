import type { CodegenConfig } from '@graphql-codegen/cli'
import { scalars } from './src/client/codegen/scalars.ts'

/** Types of the printed graph for the operations in `documents`. */
const typesFor = (documents: string) => ({
  preset: 'client' as const,
  documents,
  presetConfig: { fragmentMasking: false },
  config: {
    // Text instead of syntax trees: a copy of the client needs no GraphQL library at run time.
    documentMode: 'string',
    enumsAsTypes: true,
    useTypeImports: true,
    scalars,
  },
})

// npm run codegen: types of the operations that the client and the console send.
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  importExtension: '.ts',
  generates: {
    'src/client/generated/facts.ts': { plugins: ['./scripts/codegen/facts.ts'] },
    'src/client/generated/': typesFor('src/client/operations/*.graphql'),
    'src/console/generated/': typesFor('src/console/**/*.graphql'),
  },
}

export default config
