import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

describe('the gate on names', () => {
  let folder = ''

  const judge = async (file: string): Promise<string> => {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), '')
    const gate = spawnSync(process.execPath, [resolve('.ci/gates/names.mjs')], {
      cwd: folder,
      encoding: 'utf8',
    })
    return gate.stderr
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'names-'))
  })

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it.each([
    'src/formats/x509/basic-constraints.ts',
    'src/trust/keys/pkcs12.ts',
    'test/seal/byte-range.test.ts',
    'tsconfig.json',
  ])('accepts %s', async (file) => {
    expect(await judge(file)).toBe('')
  })

  it.each([
    ['src/base/2.ts', 'is a number'],
    ['test/base/bytes-2.test.ts', 'is a number'],
    ['src/base/helpers.ts', 'says nothing'],
    ['src/utils/bytes.ts', 'says nothing'],
    ['src/base/byteRange.ts', 'is not kebab-case'],
    ['notes.txt', 'does not belong on the top level'],
  ])('refuses %s: it %s', async (file, reason) => {
    expect(await judge(file)).toContain(reason)
  })
})
