import tseslint from 'typescript-eslint'

const refused = [
  { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Random bytes come from the platform.',
  },
]

/** A pattern over a stranger's bytes is where catastrophic backtracking and lenient parsing begin. */
const refusedOverStrangersBytes = [
  { selector: 'Literal[regex]', message: 'No regular expression over untrusted bytes.' },
  { selector: "NewExpression[callee.name='RegExp']", message: 'No regular expression over untrusted bytes.' },
  {
    selector: "CallExpression[callee.name='RegExp']",
    message: 'No regular expression over untrusted bytes.',
  },
]

const nodeGlobals = [
  'Buffer',
  'process',
  'global',
  'require',
  'module',
  '__dirname',
  '__filename',
  'setImmediate',
]
const nodeFiles = ['src/**/platform/node.ts', 'src/**/platform/node/**', 'src/cli/**', 'src/testing/**']

export default tseslint.config(
  { ignores: ['dist/', '.dist-*/', 'out/', '.venv/', '.dss/', 'coverage/', 'fixtures/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
      eqeqeq: 'error',
      'no-else-return': ['error', { allowElseIf: false }],
      'no-empty': 'error',
      'no-param-reassign': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'no-restricted-syntax': ['error', ...refused],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      complexity: ['error', 15],
      'max-depth': ['error', 3],
      'max-lines-per-function': ['error', { max: 50 }],
      'max-params': ['error', 3],
      'no-console': 'error',
    },
  },
  {
    files: ['src/formats/**', 'src/seal/**', 'src/trust/path/**', 'src/crypto/**'],
    rules: { 'no-restricted-syntax': ['error', ...refused, ...refusedOverStrangersBytes] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: nodeFiles,
    rules: { 'no-restricted-globals': ['error', ...nodeGlobals] },
  },
  { files: ['src/cli/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts', 'examples/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.strict],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 50 }],
    },
  },
)
