import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // Node resolves `graphql` to its CommonJS entry, Vite to the ES module one; two copies refuse each other's types.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    // Tests wait for events; these are only for what would never come, on the busiest of machines.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // The command line, what runs in processes of its own, and what is tested as a package of its own.
      exclude: ['src/**/*.test.ts', 'src/**/*.testkit.ts', 'src/main.ts', 'src/embedded-mongodb/**'],
      reporter: ['text-summary', 'html'],
      thresholds: { statements: 90, lines: 90, functions: 90 },
    },
  },
});
