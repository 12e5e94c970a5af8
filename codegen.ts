import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents for everything written with `graphql(…)`, from the committed schema. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['tests/**/*.ts', '!tests/generated/**'],
  generates: {
    'tests/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { useTypeImports: true, enumsAsTypes: true, strictScalars: true, scalars: { DateTime: 'string' } },
    },
  },
  importExtension: '.js',
  emitLegacyCommonJSImports: false,
};

export default config;
