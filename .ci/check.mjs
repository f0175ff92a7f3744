// Runs the fast gates one after the other, all of them even if one fails, and says how many held.
import { spawnSync } from 'node:child_process'

const node = (script, ...args) => [process.execPath, script, ...args]
const tsc = (project) => node('node_modules/typescript/bin/tsc', '-p', project)

const gates = {
  types: tsc('tsconfig.json'),
  'types without Node': tsc('tsconfig.web.json'),
  lint: node('node_modules/eslint/bin/eslint.js', '.'),
  format: node('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  layers: node(
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    'src',
    '--config',
    '.dependency-cruiser.mjs',
  ),
  names: node('.ci/gates/names.mjs'),
  documentation: node('.ci/gates/documentation.mjs'),
  'lock file': node('.ci/gates/lock-file.mjs'),
  build: node('.ci/build.mjs'),
  publint: node('.ci/gates/package-shape.mjs'),
  'types of the package': node(
    'node_modules/@arethetypeswrong/cli/dist/index.js',
    '--pack',
    '.',
    '--format',
    'ascii',
    '--no-emoji',
    '--profile',
    'node16',
  ),
}

const run = ([name, [command, ...args]]) => {
  const started = performance.now()
  const env = { ...process.env, npm_config_ignore_scripts: 'true' }
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env, maxBuffer: 1 << 28 })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (status !== 0) console.log(`${stdout}${stderr}`.trimEnd())
  return status === 0
}

const held = Object.entries(gates).map(run)
const failed = held.filter((ok) => !ok).length
console.log(`Gates: ${String(held.length - failed)} passed, ${String(failed)} failed`)
process.exitCode = failed === 0 ? 0 : 1
