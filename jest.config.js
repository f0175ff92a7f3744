/** Sets that are slow, need tools of the machine or try the gates have commands of their own: test:gates, test:interop, test:kill, test:mutation, corpus, vectors, bench. */
const separateSets = [
  '<rootDir>/test/gates/',
  '<rootDir>/test/interop/',
  '<rootDir>/test/kill/',
  '<rootDir>/test/mutation/',
  '<rootDir>/test/corpus/',
  '<rootDir>/test/vectors/',
  '<rootDir>/test/bench/',
]

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...separateSets],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#platform$': '<rootDir>/src/crypto/platform/node.ts',
    '^#fonts$': '<rootDir>/src/document/draw/platform/node.ts',
    '^#network$': '<rootDir>/src/net/platform/node.ts',
    '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'],
  },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
  maxWorkers: 2,
  testSequencer: '<rootDir>/.ci/slowest-first.mjs',
  testTimeout: 30_000,
  // A rejection that nobody awaited fails the test in which it happened.
  waitForUnhandledRejections: true,
}
