/** Who may import whom (see ARCHITECTURE.md). Each rule was broken once on purpose, to see it fail. */
const domain = '^src/domains/([^/]+)/';
const graphqlPackages = '(^|/)node_modules/(graphql|type-graphql|graphql-scalars|graphql-ws|@apollo|@as-integrations)(/|$)';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'GraphQL’s graph has cycles, our imports have none: a field lives in the domain that knows more.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domains-by-the-front-door',
      comment: 'Another domain is imported through its index.ts, so that the rest of it stays free to change.',
      severity: 'error',
      from: { path: domain },
      to: { path: '^src/domains/[^/]+/', pathNot: ['^src/domains/$1/', '^src/domains/[^/]+/index\\.ts$'] },
    },
    {
      name: 'others-by-the-front-door',
      comment: 'A domain is imported through its index.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/domains/' },
      to: { path: '^src/domains/', pathNot: '^src/domains/[^/]+/index\\.ts$' },
    },
    {
      name: 'platform-knows-nobody',
      comment: 'Tools do not know what they are used for.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/', pathNot: '^src/platform/' },
    },
    {
      name: 'graphql-names-no-domain',
      comment: 'How GraphQL is served does not depend on what is served.',
      severity: 'error',
      from: { path: '^src/(graphql|integrations)/' },
      to: { path: '^src/', pathNot: '^src/(graphql|integrations|platform)/' },
    },
    {
      name: 'transport-names-no-domain',
      comment: 'No logic in the transport layer.',
      severity: 'error',
      from: { path: '^src/transport/' },
      to: { path: '^src/', pathNot: '^src/(transport|graphql|platform)/' },
    },
    {
      name: 'domains-know-no-transport',
      comment: 'A domain does not know how its callers arrive.',
      severity: 'error',
      from: { path: '^src/domains/' },
      to: { path: '^src/', pathNot: '^src/(domains|graphql|integrations|platform)/' },
    },
    {
      name: 'embedded-mongodb-is-an-island',
      comment: 'It could be a package of its own.',
      severity: 'error',
      from: { path: '^src/embedded-mongodb/' },
      to: { path: '^src/', pathNot: '^src/embedded-mongodb/' },
    },
    {
      name: 'only-app-starts-the-database',
      comment: 'Everybody else is given a connection URI.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/embedded-mongodb/', '^src/app\\.ts$'] },
      to: { path: '^src/embedded-mongodb/' },
    },
    {
      name: 'nobody-reaches-up',
      comment: 'main, app and services stand above everything; only the testkit and scripts begin there.',
      severity: 'error',
      from: { pathNot: '^(src/(main|app|services)\\.ts$|tests/testkit/|scripts/|prove/)' },
      to: { path: '^src/(main|app|services)\\.ts$' },
    },
    {
      name: 'services-speak-no-graphql',
      comment: 'What a service does must not depend on who asks; the resolver translates.',
      severity: 'error',
      from: { path: '^src/domains/.*\\.(service|policy|lifecycle|events|loaders|reactions)\\.ts$' },
      to: { path: [graphqlPackages, '^src/graphql/'] },
    },
    {
      name: 'resolvers-import-services-only',
      comment: 'No logic at the door: a resolver asks its service, and neither the database nor the lifecycle.',
      severity: 'error',
      from: { path: '\\.resolver\\.ts$' },
      to: { path: ['(^|/)node_modules/(mongoose|mongodb|@typegoose)(/|$)', '^src/platform/(transaction|database|lifecycle)\\.ts$', '\\.(lifecycle|policy)\\.ts$'] },
    },
    {
      name: 'no-development-packages-in-production',
      comment: 'What the server imports must be installed with it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(tests|demo)/generated/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
