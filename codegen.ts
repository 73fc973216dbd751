import type { CodegenConfig } from '@graphql-codegen/cli'

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
    scalars: {
      ID: 'string',
      DateTime: 'string',
      Date: 'string',
      LocalTime: 'string',
      TimeZone: 'string',
      MinorUnits: { input: 'string | number', output: 'string' },
      CurrencyCode: 'string',
      CountryCode: 'string',
      URL: 'string',
      JSON: 'unknown',
      EventCursor: 'string',
    },
  },
})

// npm run codegen: types of the operations that the client and the console send.
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  importExtension: '.ts',
  generates: {
    'src/client/generated/': typesFor('src/client/operations/*.graphql'),
    'src/console/generated/': typesFor('src/console/**/*.graphql'),
  },
}

export default config
