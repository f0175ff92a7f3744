// The test of the packed package once more, with its dependencies from the registry instead of our node_modules.
import { spawnSync } from 'node:child_process'

const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
]
const env = { ...process.env, FISCALSEAL_INSTALL: 'registry' }
const { status } = spawnSync(process.execPath, [...jest, 'test/package'], { stdio: 'inherit', env })
process.exitCode = status ?? 1
