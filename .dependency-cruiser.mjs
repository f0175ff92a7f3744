import { entries, nodePlaces, packagePlaces, parts, typesOf } from './.ci/layers.mjs'

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const folder = (part) => `^src/${part}/`
const packageFolder = (name) => `node_modules/${escape(name)}/`

const partRules = Object.entries(parts)
  .filter(([, allowed]) => !allowed.includes('*'))
  .flatMap(([part, allowed]) => {
    const types = typesOf[part] ?? []
    const reachable = [part, ...allowed, ...types].map(folder)
    return [
      {
        name: `${part}-imports-only-what-it-may`,
        severity: 'error',
        from: { path: folder(part) },
        to: { path: '^src/', pathNot: reachable },
      },
      ...types.map((other) => ({
        name: `${part}-imports-only-types-of-${other}`,
        severity: 'error',
        from: { path: folder(part) },
        to: { path: folder(other), dependencyTypesNot: ['type-only'] },
      })),
    ]
  })

const entryRules = Object.entries(entries)
  .filter(([, allowed]) => !allowed.includes('*'))
  .map(([entry, allowed]) => ({
    name: `entry-${entry}-shows-only-its-parts`,
    severity: 'error',
    from: { path: `^src/${entry}[.]ts$` },
    to: { path: '^src/', pathNot: allowed.map(folder) },
  }))

const packageRules = Object.entries(packagePlaces).flatMap(([name, part]) => [
  {
    name: `${name}-belongs-to-${part}`,
    severity: 'error',
    from: { path: '^src/', pathNot: folder(part) },
    to: { path: packageFolder(name) },
  },
  {
    name: `${name}-is-imported-by-one-file`,
    severity: 'error',
    from: { path: '^src/' },
    module: { path: packageFolder(name), numberOfDependentsMoreThan: 1 },
  },
])

/** Where users come in. */
const roots = ['^src/[^/]+[.]ts$', '^src/cli/main[.]ts$']

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'every-file-is-in-a-part',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: '^src/',
        pathNot: [
          ...Object.keys(parts).map(folder),
          ...Object.keys(entries).map((name) => `^src/${name}[.]ts$`),
        ],
      },
    },
    {
      name: 'parts-never-import-a-face',
      severity: 'error',
      from: { path: '^src/.+/', pathNot: ['^src/cli/', '^src/testing/'] },
      to: { path: '^src/[^/]+[.]ts$' },
    },
    {
      name: 'packages-are-in-the-table',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: 'node_modules/', pathNot: Object.keys(packagePlaces).map(packageFolder) },
    },
    {
      name: 'node-modules-of-node-stay-behind-the-platform',
      severity: 'error',
      from: { path: '^src/', pathNot: nodePlaces },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'platform-files-are-reached-by-their-alias',
      severity: 'error',
      from: { path: '^src/', pathNot: '/platform/' },
      to: { path: '/platform/(node|web)([.]ts$|/)', dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'the-verifier-reaches-no-package',
      severity: 'error',
      from: { path: ['^src/verify[.]ts$', '^src/seal/(verify|signature)/'] },
      to: { path: 'node_modules/', reachable: true },
    },
    {
      name: 'every-file-is-used',
      severity: 'error',
      from: { path: [...roots, '/platform/'] },
      to: { path: '^src/', pathNot: [...roots, '/platform/'], reachable: false },
    },
    ...partRules,
    ...entryRules,
    ...packageRules,
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
