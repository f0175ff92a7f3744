// Builds beside dist/ and swaps the result in at the end, so that a failed build leaves the last good one.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'

const next = `.dist-${String(process.pid)}`

/** The CommonJS tree is a scope of its own: without its own `imports`, what begins with # would not be found in it. */
const commonjsScope = {
  type: 'commonjs',
  sideEffects: false,
  imports: {
    '#platform': { node: './crypto/platform/node.js', default: './crypto/platform/web.js' },
    '#fonts': {
      node: './document/draw/platform/node/commonjs.js',
      default: './document/draw/platform/web.js',
    },
    '#network': { node: './net/platform/node.js', default: './net/platform/web.js' },
  },
}

/** Without the check of types, which is a gate of its own: what is written is the same. */
const unchecked = process.argv.includes('--unchecked') ? ['--noCheck'] : []

const compile = async (project, folder) => {
  const args = [
    'node_modules/typescript/bin/tsc',
    '-p',
    project,
    ...unchecked,
    '--outDir',
    join(next, folder),
  ]
  const compiler = spawn(process.execPath, args, { stdio: 'inherit' })
  const [status] = await once(compiler, 'exit')
  return status === 0
}

const copySchemas = () => {
  mkdirSync(join(next, 'schema'), { recursive: true })
  for (const path of readdirSync('src', { recursive: true })) {
    if (!path.endsWith('.schema.json')) continue
    copyFileSync(join('src', path), join(next, 'schema', basename(path)))
  }
}

const swapIn = () => {
  const previous = `${next}-previous`
  if (existsSync('dist')) renameSync('dist', previous)
  renameSync(next, 'dist')
  rmSync(previous, { recursive: true, force: true })
}

try {
  // The same sources twice: only the first looks at their types.
  const compiled = await Promise.all([
    compile('tsconfig.build.json', 'esm'),
    compile('tsconfig.cjs.json', 'cjs'),
  ])
  if (!compiled.every(Boolean)) throw new Error('dist/ is left as it was')
  writeFileSync(join(next, 'cjs', 'package.json'), `${JSON.stringify(commonjsScope, null, 2)}\n`)
  copySchemas()
  const command = join(next, 'esm', 'cli', 'main.js')
  if (existsSync(command)) chmodSync(command, 0o755)
  swapIn()
} catch (error) {
  process.exitCode = 1
  console.error(error.message)
} finally {
  rmSync(next, { recursive: true, force: true })
}
