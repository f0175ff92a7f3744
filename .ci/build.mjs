// Builds beside dist/ and swaps the result in at the end, so that a failed build leaves the last good one.
import { execFileSync } from 'node:child_process'
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

const compile = (project, folder) => {
  execFileSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', project, ...unchecked, '--outDir', join(next, folder)],
    {
      stdio: 'inherit',
    },
  )
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
  compile('tsconfig.build.json', 'esm')
  // The same sources: their types were checked just now.
  compile('tsconfig.cjs.json', 'cjs')
  writeFileSync(join(next, 'cjs', 'package.json'), `${JSON.stringify(commonjsScope, null, 2)}\n`)
  copySchemas()
  const command = join(next, 'esm', 'cli', 'main.js')
  if (existsSync(command)) chmodSync(command, 0o755)
  swapIn()
} catch (error) {
  process.exitCode = error.status ?? 1
  if (error.status === undefined) console.error(error)
} finally {
  rmSync(next, { recursive: true, force: true })
}
