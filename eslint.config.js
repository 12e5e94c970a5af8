import tseslint from 'typescript-eslint';

const typeOrRef = 'State the type: @prop({ type: () => X }) or ref. Compilers disagree about what they infer (see docs/decisions).';

const clockOfTests = 'Use later() of tests/testkit/time.ts: it waits until nothing is under way, and the clock is put back by itself.';

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', 'tests/generated/', 'demo/generated/', '.data/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: "PropertyDefinition > Decorator > CallExpression[callee.name='prop'][arguments.length=0]", message: typeOrRef },
        {
          selector: "PropertyDefinition > Decorator > CallExpression[callee.name='prop'] > ObjectExpression:not(:has(> Property[key.name=/^(type|ref)$/]))",
          message: typeOrRef,
        },
      ],
    },
  },
  {
    files: ['tests/**/*.ts'],
    ignores: ['tests/testkit/time.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: ['**/platform/clock.js'], importNames: ['setClock'], message: clockOfTests }] }],
    },
  },
);
