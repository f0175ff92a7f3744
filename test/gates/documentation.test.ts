import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

const documented = `/** The size of a header, in bytes. */
export const headerSize = 4
/** Reads one value. */
export interface Reader {
  /** The next byte, or -1 at the end. */
  read(): number
}
`

describe('the gate on documentation', () => {
  let folder = ''

  const judge = async (
    source: string,
  ): Promise<{ readonly status: number | null; readonly faults: string }> => {
    await writeFile(join(folder, 'src/base/header.ts'), source)
    const gate = spawnSync(process.execPath, ['.ci/gates/documentation.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    })
    return { status: gate.status, faults: gate.stderr }
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documentation-'))
    await mkdir(join(folder, 'src/base'), { recursive: true })
    await mkdir(join(folder, '.ci/gates'), { recursive: true })
    for (const file of [
      'package.json',
      'tsconfig.json',
      'tsconfig.build.json',
      '.ci/gates/documentation.mjs',
    ]) {
      await copyFile(file, join(folder, file))
    }
    await symlink(resolve('node_modules'), join(folder, 'node_modules'))
    await writeFile(join(folder, 'src/index.ts'), "export * from './base/header.js'\n")
  })

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it('accepts exports that all have a doc comment', async () => {
    expect(await judge(documented)).toEqual({ status: 0, faults: '' })
  })

  it('names an export without one, through the re-export', async () => {
    const { status, faults } = await judge(documented.replace('/** The size of a header, in bytes. */\n', ''))
    expect(status).toBe(1)
    expect(faults).toContain('src/base/header.ts:1: headerSize has no doc comment')
  })

  it('names a method without one', async () => {
    const { faults } = await judge(documented.replace('  /** The next byte, or -1 at the end. */\n', ''))
    expect(faults).toContain('read has no doc comment')
  })
})
