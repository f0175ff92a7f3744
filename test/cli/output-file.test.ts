import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { toUtf8 } from '../../src/base/bytes.js'
import { writeOutputFiles, writeOutputFolder } from '../../src/cli/output-file.js'

let folder = ''
const at = (name: string): string => join(folder, name)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fiscalseal-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('output files', () => {
  it('are written whole, with nothing left beside them', () => {
    writeOutputFiles([{ path: at('a'), bytes: toUtf8('one') }])
    expect(readFileSync(at('a'), 'utf8')).toBe('one')
    expect(readdirSync(folder)).toEqual(['a'])
  })

  it('that hold a key can be read by their owner alone', () => {
    writeOutputFiles([{ path: at('key'), bytes: toUtf8('secret'), isSecret: true }])
    expect(statSync(at('key')).mode & 0o777).toBe(0o600)
  })

  it('stay secret when they replace a file that others could read', () => {
    writeFileSync(at('key'), 'old')
    chmodSync(at('key'), 0o644)
    writeOutputFiles([{ path: at('key'), bytes: toUtf8('secret'), isSecret: true, replace: true }])
    expect(statSync(at('key')).mode & 0o777).toBe(0o600)
  })

  it('do not replace what is there, unless that is said', () => {
    writeFileSync(at('a'), 'old')
    const file = { path: at('a'), bytes: toUtf8('new') }
    expect(() => {
      writeOutputFiles([file])
    }).toThrow(expect.objectContaining({ code: 'file.exists' }))
    expect(readFileSync(at('a'), 'utf8')).toBe('old')
    writeOutputFiles([{ ...file, replace: true }])
    expect(readFileSync(at('a'), 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['a'])
  })

  it('replace a link and never follow it', () => {
    writeFileSync(at('victim'), 'old')
    symlinkSync(at('victim'), at('link'))
    writeOutputFiles([{ path: at('link'), bytes: toUtf8('new'), replace: true }])
    expect(readFileSync(at('victim'), 'utf8')).toBe('old')
    expect(readFileSync(at('link'), 'utf8')).toBe('new')
  })

  it('take the place of no pipe and no folder, even by a link: a device would be lost to the whole machine', () => {
    execFileSync('mkfifo', [at('pipe')])
    mkdirSync(at('folder'))
    for (const name of ['pipe', 'folder']) symlinkSync(at(name), at(`to-${name}`))
    for (const name of ['pipe', 'folder', 'to-pipe', 'to-folder']) {
      const before = lstatSync(at(name)).ino
      expect(() => {
        writeOutputFiles([{ path: at(name), bytes: toUtf8('new'), replace: true }])
      }).toThrow(expect.objectContaining({ code: 'file.not-writable' }))
      expect(lstatSync(at(name)).ino).toBe(before)
    }
    expect(readdirSync(folder)).toHaveLength(4)
  })

  it('count a link that leads nowhere as a file that is there', () => {
    symlinkSync(at('nowhere'), at('link'))
    const file = { path: at('link'), bytes: toUtf8('new') }
    expect(() => {
      writeOutputFiles([file])
    }).toThrow(expect.objectContaining({ code: 'file.exists' }))
    expect(existsSync(at('nowhere'))).toBe(false)
  })

  it('are all written or none', () => {
    const files = [
      { path: at('a'), bytes: toUtf8('one') },
      { path: at('missing/b'), bytes: toUtf8('two') },
    ]
    expect(() => {
      writeOutputFiles(files)
    }).toThrow(expect.objectContaining({ code: 'file.not-writable' }))
    expect(readdirSync(folder)).toEqual([])
  })

  it('are taken back when a later one cannot take its place', () => {
    const late = {
      path: at('b'),
      replace: true,
      get bytes(): Uint8Array {
        mkdirSync(at('b'), { recursive: true })
        return toUtf8('two')
      },
    }
    const files = [{ path: at('a'), bytes: toUtf8('one') }, late]
    expect(() => {
      writeOutputFiles(files)
    }).toThrow(expect.objectContaining({ code: 'file.not-writable' }))
    expect(readdirSync(folder)).toEqual(['b'])
  })

  it('bring their folder along, and take it back when they cannot be written', () => {
    writeOutputFolder(at('x/y'), [{ path: at('x/y/a'), bytes: toUtf8('one') }])
    expect(statSync(at('x/y')).mode & 0o777).toBe(0o700)
    const failing = [{ path: at('z/no/a'), bytes: toUtf8('one') }]
    expect(() => {
      writeOutputFolder(at('z'), failing)
    }).toThrow(expect.objectContaining({ code: 'file.not-writable' }))
    expect(readdirSync(folder)).toEqual(['x'])
    expect(() => {
      writeOutputFolder(at('z/z/z'), [{ path: at('z/z/z/no/a'), bytes: toUtf8('one') }])
    }).toThrow(expect.objectContaining({ code: 'file.not-writable' }))
    expect(readdirSync(folder)).toEqual(['x'])
  })

  it('take nothing with them that another process wrote into their new folder', () => {
    const mine = {
      path: at('x/key'),
      get bytes(): Uint8Array {
        writeFileSync(at('x/key'), 'of another')
        return toUtf8('mine')
      },
    }
    expect(() => {
      writeOutputFolder(at('x'), [mine])
    }).toThrow(expect.objectContaining({ code: 'file.exists' }))
    expect(readdirSync(at('x'))).toEqual(['key'])
    expect(readFileSync(at('x/key'), 'utf8')).toBe('of another')
  })
})
