import type { CodegenConfig } from '@graphql-codegen/cli';

const typed = {
  preset: 'client' as const,
  presetConfig: { fragmentMasking: false },
  config: { useTypeImports: true, enumsAsTypes: true, strictScalars: true, scalars: { DateTime: 'string' } },
};

/** Typed documents for everything written with `graphql(…)`, from the committed schema. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'tests/generated/': { ...typed, documents: ['tests/**/*.ts', '!tests/generated/**'] },
    'demo/generated/': { ...typed, documents: ['demo/*.ts'] },
  },
  importExtension: '.js',
  emitLegacyCommonJSImports: false,
};

export default config;
