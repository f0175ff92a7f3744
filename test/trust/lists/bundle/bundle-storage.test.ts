import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  FILE_OPERATIONS,
  openKeptFile,
  type FileOperations,
} from '../../../../src/crypto/platform/node/kept-file.js'
import { openKeptFile as openInBrowser } from '../../../../src/crypto/platform/web.js'
import {
  folderStorage,
  memoryStorage,
  type BundleStorage,
} from '../../../../src/trust/lists/bundle/bundle-storage.js'
import { loadTrustBundle, updateTrustBundle } from '../../../../src/trust/lists/bundle/update-bundle.js'
import { at, bundleOf, bytesOf, codeOf, listOf, openAuthority, rootOf } from './publisher.js'

const ROLES = { root: { keys: [0], threshold: 1 }, list: { keys: [1], threshold: 1 } }
const workspace = mkdtempSync(join(tmpdir(), 'fiscalseal-bundle-'))
let folders = 0
const newFolder = (): string => join(workspace, String(folders++), 'trust')
let root: Uint8Array
const bundles = new Map<number, Uint8Array>()

beforeAll(async () => {
  await openAuthority()
  const root1 = rootOf({ version: 1, ...ROLES }, [0])
  root = bytesOf(root1)
  for (const version of [1, 2, 3, 4]) bundles.set(version, bundleOf([root1], listOf({ version }, [1])))
})

afterAll(() => {
  rmSync(workspace, { recursive: true, force: true })
})

const bundle = (version: number): Uint8Array => bundles.get(version) ?? new Uint8Array()
const update = (version: number, storage: BundleStorage): Promise<{ readonly changed: boolean }> =>
  updateTrustBundle(bundle(version), storage, { root, at: at() })
const keptVersion = async (storage: BundleStorage): Promise<number> =>
  (await loadTrustBundle(storage, { root }))?.version ?? 0

describe('a folder', () => {
  it('is made when it is needed, and holds one file', async () => {
    const folder = newFolder()
    const storage = folderStorage(folder)
    expect(await keptVersion(storage)).toBe(0)
    expect(await update(1, storage)).toMatchObject({ changed: true })
    expect(await update(2, storage)).toMatchObject({ changed: true })
    expect(readdirSync(folder)).toEqual(['bundle.json'])
    expect(await keptVersion(folderStorage(folder))).toBe(2)
  })

  it('is cleared of what a stopped process left behind, and of nothing that may be in the making', async () => {
    const folder = newFolder()
    await update(1, folderStorage(folder))
    const leftovers = ['.bundle.json.old.tmp', '.bundle.json.new.tmp', '.other.json.old.tmp']
    for (const name of leftovers) writeFileSync(join(folder, name), '')
    const yesterday = new Date(Date.now() - 86_400_000)
    for (const name of leftovers.filter((each) => each.includes('old')))
      utimesSync(join(folder, name), yesterday, yesterday)
    await update(2, folderStorage(folder))
    expect(readdirSync(folder).sort()).toEqual(['.bundle.json.new.tmp', '.other.json.old.tmp', 'bundle.json'])
  })

  it('does not write through a link that somebody put there', async () => {
    const folder = newFolder()
    await update(1, folderStorage(folder))
    const precious = join(workspace, 'precious')
    writeFileSync(precious, readFileSync(join(folder, 'bundle.json')))
    rmSync(join(folder, 'bundle.json'))
    symlinkSync(precious, join(folder, 'bundle.json'))
    expect(await update(2, folderStorage(folder))).toMatchObject({ changed: true })
    expect(await keptVersion(memoryStorage(new Uint8Array(readFileSync(precious))))).toBe(1)
    expect(await keptVersion(folderStorage(folder))).toBe(2)
  })

  it('with a file that is damaged, too large or none is bundle.storage, and it is left as it is', async () => {
    const folder = newFolder()
    await update(2, folderStorage(folder))
    const path = join(folder, 'bundle.json')
    const good = readFileSync(path)
    const changed = Buffer.from(good)
    changed[good.length - 60] = (changed[good.length - 60] ?? 0) ^ 1
    for (const bytes of [good.subarray(0, -100), Buffer.of(), changed, Buffer.alloc(5 * 1024 * 1024, 0x20)]) {
      writeFileSync(path, bytes)
      expect(await codeOf(() => update(3, folderStorage(folder)))).toBe('bundle.storage')
      expect(await codeOf(() => keptVersion(folderStorage(folder)))).toBe('bundle.storage')
      expect(readFileSync(path).equals(bytes)).toBe(true)
    }
    expect(await codeOf(() => update(3, folderStorage(path)))).toBe('bundle.storage')
  })

  it('is nothing that a browser has: platform.unsupported', async () => {
    expect(await codeOf(() => openInBrowser('trust', 'bundle.json'))).toBe('platform.unsupported')
  })
})

/** The machine stops at one operation: that one does not happen, or only half, and neither does any after it. */
function stopping(step: number, halves: boolean): { operations: FileOperations; count: () => number } {
  let done = 0
  const guard = <Args extends readonly unknown[], Result>(
    operation: (...args: Args) => Result,
    half?: (...args: Args) => void,
  ): ((...args: Args) => Result) => {
    return (...args) => {
      done++
      if (done < step) return operation(...args)
      if (done === step && halves) half?.(...args)
      throw Object.assign(new Error('the machine stopped'), { code: 'EIO' })
    }
  }
  const operations: FileOperations = {
    makeFolder: guard(FILE_OPERATIONS.makeFolder),
    open: guard(FILE_OPERATIONS.open),
    write: guard(
      (...args: Parameters<FileOperations['write']>) => FILE_OPERATIONS.write(...args),
      (descriptor: number, bytes: unknown) => {
        FILE_OPERATIONS.write(descriptor, (bytes as Uint8Array).subarray(0, 100))
      },
    ) as FileOperations['write'],
    flush: guard(FILE_OPERATIONS.flush),
    close: guard(FILE_OPERATIONS.close),
    rename: guard(FILE_OPERATIONS.rename, FILE_OPERATIONS.rename),
    remove: guard(FILE_OPERATIONS.remove),
  }
  return { operations, count: () => done }
}

const storageWith = (folder: string, operations: FileOperations): BundleStorage => {
  const file = openKeptFile(folder, 'bundle.json', operations)
  const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('latin1')
  return {
    read: () => file.read(2 ** 22),
    replace: (bytes, previous) => file.replace(bytes, (kept) => text(kept) === text(previous)),
  }
}

describe('a file that is replaced', () => {
  it('is on the disk before it takes its name, and its name is kept after that', () => {
    const called: string[] = []
    const log = <Operation extends (...args: never[]) => unknown>(
      name: string,
      operation: Operation,
    ): Operation => {
      const logged = (...args: never[]): unknown => {
        called.push(name)
        return operation(...args)
      }
      return logged as Operation
    }
    const operations = Object.fromEntries(
      Object.entries(FILE_OPERATIONS).map(([name, operation]) => [name, log(name, operation)]),
    ) as unknown as FileOperations
    openKeptFile(newFolder(), 'bundle.json', operations).replace(bundle(1), () => true)
    const writing = ['makeFolder', 'open', 'write', 'flush', 'close', 'rename', 'remove']
    expect(called).toEqual([...writing, 'open', 'flush', 'close'])
  })
})

describe('a crash between download and storing', () => {
  it('at whatever operation leaves the bundle before or the one after, and the next update works', async () => {
    const whole = stopping(Infinity, false)
    await update(1, storageWith(newFolder(), whole.operations))
    const steps = whole.count()
    expect(steps).toBeGreaterThanOrEqual(9)
    const seen = new Set<number>()
    for (const halves of [false, true]) {
      for (let step = 1; step <= steps; step++) {
        const folder = newFolder()
        await update(1, folderStorage(folder))
        const { operations } = stopping(step, halves)
        expect(await codeOf(() => update(2, storageWith(folder, operations)))).toBe('bundle.storage')
        const version = await keptVersion(folderStorage(folder))
        seen.add(version)
        expect([1, 2]).toContain(version)
        expect(await codeOf(() => update(3, folderStorage(folder)))).toBe('accepted')
        expect(await keptVersion(folderStorage(folder))).toBe(3)
      }
    }
    expect([...seen].sort()).toEqual([1, 2])
  })

  it('in a storage of somebody else is bundle.storage, whatever it throws', async () => {
    const failing: BundleStorage = {
      read: () => bundle(1),
      replace: () => Promise.reject(new TypeError('connection lost')),
    }
    expect(await codeOf(() => update(2, failing))).toBe('bundle.storage')
    const unreadable: BundleStorage = {
      read: () => {
        throw new Error('no answer')
      },
      replace: () => true,
    }
    expect(await codeOf(() => update(2, unreadable))).toBe('bundle.storage')
    expect(await codeOf(() => keptVersion(unreadable))).toBe('bundle.storage')
  })
})

describe('updates at the same time', () => {
  it.each([
    ['in memory', () => memoryStorage()],
    ['in a folder', () => folderStorage(newFolder())],
  ])('%s end with the newest, whichever comes last', async (_, open) => {
    for (const order of [
      [4, 3, 2, 1],
      [1, 2, 3, 4],
      [2, 4, 1, 3],
    ]) {
      const storage = open()
      const codes = await Promise.all(order.map((version) => codeOf(() => update(version, storage))))
      expect(await keptVersion(storage)).toBe(4)
      expect(codes.every((code) => code === 'accepted' || code === 'bundle.rollback')).toBe(true)
    }
  })

  it('are judged again against what was kept meanwhile', async () => {
    const storage = memoryStorage()
    await update(1, storage)
    let isFirst = true
    const slow: BundleStorage = {
      read: () => storage.read(),
      replace: async (bytes, previous) => {
        if (isFirst) await update(4, storage)
        isFirst = false
        return storage.replace(bytes, previous)
      },
    }
    expect(await codeOf(() => update(3, slow))).toBe('bundle.rollback')
    expect(await keptVersion(storage)).toBe(4)
  })

  it('that never come to an end are bundle.storage', async () => {
    const busy: BundleStorage = { read: () => bundle(1), replace: () => false }
    expect(await codeOf(() => update(2, busy))).toBe('bundle.storage')
  })
})
