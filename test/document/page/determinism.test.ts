import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { transformSync } from '@swc/core'

const PARTS = ['base', 'document']

const SCRIPT = `
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { buildReceipt } from './src/document/page/build-receipt.js'
const model = JSON.parse(readFileSync(process.argv[2], 'utf8'))
for (const xref of ['table', 'stream']) {
  const { bytes } = await buildReceipt(model, { xref })
  console.log(createHash('sha256').update(bytes).digest('hex'))
}
`

let folder = ''

/** The sources as plain modules in a folder of their own, with the fonts found as in an installed package. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'determinism-'))
  for (const part of PARTS) {
    for (const file of readdirSync(join('src', part), { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.ts')) transpile(join('src', part, file))
    }
  }
  const imports = { '#fonts': './src/document/draw/platform/node.js' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', imports }))
  writeFileSync(join(folder, 'run.js'), SCRIPT)
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function transpile(path: string): void {
  const target = join(folder, path.replace(/\.ts$/, '.js'))
  const { code } = transformSync(readFileSync(path, 'utf8'), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  })
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, code)
}

function run(environment: Readonly<Record<string, string>>): string {
  const args = [join(folder, 'run.js'), resolve('examples/data/carpenter-athens.json')]
  return execFileSync(process.execPath, args, { env: { ...process.env, ...environment }, encoding: 'utf8' })
}

describe('a receipt', () => {
  it('is the same bytes in another process, another time zone and another locale', () => {
    const first = run({ TZ: 'UTC', LANG: 'C' })
    expect(first.trim().split('\n')).toHaveLength(2)
    expect(run({ TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8' })).toBe(first)
  })
})
