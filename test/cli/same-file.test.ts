import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fiscalseal } from './fake-terminal.js'
import { type Workshop, openWorkshop } from './workshop.js'

let workshop: Workshop
const path = (name: string): string => workshop.path(name)

beforeAll(async () => {
  workshop = await openWorkshop()
  for (const name of ['passphrase.pem', 'soko.csr', 'root.pub', 'list.signed.json'])
    workshop.write(name, 'not looked at')
  linkSync(path('sale.json'), path('linked.json'))
})

afterAll(() => {
  workshop.remove()
})

const issue = (): readonly string[] => [
  ...['issue', '--authority', path('authority'), '--name', 'Soko Ltd', '--tax-id', 'P1', '--unencrypted'],
]

const sign = (...options: readonly string[]): readonly string[] => ['sign', path('receipt.pdf'), ...options]

const csr = (): readonly string[] => [
  ...['csr', '--name', 'X', '--tax-id', 'P1', '--country', 'KE', '--key-file', path('soko.pem')],
]

const newKey = (): readonly string[] => [
  ...['csr', '--name', 'X', '--tax-id', 'P1', '--country', 'KE', '--new-key', 'P-256', '--unencrypted'],
]

const renew = (): readonly string[] => [
  ...['authority', 'renew', path('soko.pem'), '--authority', path('authority')],
]

const bundle = (...args: readonly string[]): readonly string[] => ['trust', 'bundle', ...args]

describe('an output that cannot be written is refused before a certificate is issued for it', () => {
  it.each<[string, () => readonly string[]]>([
    ['issue', issue],
    ['authority renew', () => [...renew(), '--new-key', '--unencrypted']],
  ])('by %s', async (_, args) => {
    mkdirSync(path('folder.pem'), { recursive: true })
    const before = readdirSync(path('authority/certificates'))
    const { code, err } = await fiscalseal([...args(), '--out', path('folder.pem'), '--force'])
    expect([code, err]).toEqual([1, expect.stringContaining('it is a folder. (file.not-writable)\n')])
    expect(readdirSync(path('authority/certificates'))).toEqual(before)
  })
})

describe('a hyphen names no output', () => {
  it.each<[string, () => readonly string[]]>([
    ['--out', () => ['receipt', path('sale.json'), '--out', '-']],
    ['--out', () => sign('--identity', path('soko.pem'), '--out', '-')],
    ['--out', () => [...csr(), '--out', '-']],
    ['--key-file', () => [...newKey(), '--key-file', '-', '--out', path('new.csr')]],
    ['--out', () => ['authority', 'new', '--name', 'X', '--country', 'KE', '--unencrypted', '--out', '-']],
    ['--out', () => bundle('key', '--unencrypted', '--out', '-', '--public', path('new.pub'))],
    ['--out', () => ['trust', 'import', path('authority/root.pem'), '--out', '-']],
  ])('as %s', async (option, args) => {
    const { code, err } = await fiscalseal(args())
    expect([code, err]).toEqual([2, expect.stringContaining(`${option} names a file, and nothing goes to`)])
    expect(existsSync('-')).toBe(false)
  })
})

describe('an output that would take the place of an input is refused', () => {
  it.each<[string, string, () => readonly string[]]>([
    ['of receipt', 'sale.json', () => ['receipt', path('sale.json')]],
    ['of receipt, by another name', 'sale.json', () => ['receipt', path('linked.json')]],
    ['of receipt, by a relative path', 'sale.json', () => ['receipt', relative('.', path('sale.json'))]],
    [
      'of receipt, a logo',
      'receipt.pdf',
      () => ['receipt', path('sale.json'), '--logo', path('receipt.pdf')],
    ],
    ['of sign', 'receipt.pdf', () => sign('--identity', path('soko.pem'))],
    ['of sign, the key', 'soko.pem', () => sign('--identity', path('soko.pem'))],
    [
      'of sign, the chain',
      'duka.pem',
      () => sign('--identity', path('soko.pem'), '--chain', path('duka.pem')),
    ],
    ['of csr, the key', 'soko.pem', csr],
    [
      'of issue, the request',
      'passphrase.pem',
      () => [...issue().slice(0, -1), '--csr', path('passphrase.pem')],
    ],
    [
      'of issue, a passphrase',
      'passphrase.pem',
      () => [...issue().slice(0, -1), '--passphrase-file', path('passphrase.pem')],
    ],
    [
      'of authority renew',
      'soko.pem',
      () => ['authority', 'renew', path('soko.pem'), '--authority', path('authority')],
    ],
    [
      'of authority renew, with a new key',
      'soko.pem',
      () => ['authority', 'renew', path('soko.pem'), '--authority', path('authority'), '--new-key'],
    ],
    [
      'of trust import, a certificate',
      'authority/root.pem',
      () => ['trust', 'import', path('authority/root.pem')],
    ],
    [
      'of trust import, a European list',
      'sale.json',
      () => ['trust', 'import', '--eu', path('sale.json'), '--signer', path('duka.pem')],
    ],
    [
      'of trust bundle sign, the key',
      'soko.pem',
      () => bundle('sign', path('sale.json'), '--key', path('soko.pem')),
    ],
    [
      'of trust bundle pack, the list',
      'list.signed.json',
      () => bundle('pack', '--root', path('sale.json'), '--list', path('list.signed.json')),
    ],
    ['of trust bundle rotate', 'sale.json', () => bundle('rotate', path('sale.json'))],
    ['of trust bundle new, a key', 'root.pub', () => bundle('new', '--root-key', path('root.pub'))],
  ])('%s: %s', async (_, name, args) => {
    const before = readFileSync(path(name))
    const { code, err } = await fiscalseal([...args(), '--out', path(name), '--force'])
    expect([code, err]).toEqual([2, expect.stringContaining('which is read here: choose another name.\n')])
    expect(readFileSync(path(name))).toEqual(before)
  })

  it.each<[string, string, () => readonly string[]]>([
    ['sign', '--certificate', () => sign('--identity', path('soko.pem'))],
    ['sign', '--logo', () => sign('--identity', path('soko.pem'))],
    ['sign', '--passphrase-file', () => sign('--identity', path('soko.pem'))],
    ['receipt', '--font-regular', () => ['receipt', path('sale.json')]],
    ['receipt', '--font-bold', () => ['receipt', path('sale.json')]],
    ['csr', '--passphrase-file', csr],
    ['issue', '--authority-passphrase-file', issue],
    ['issue of a request', '--authority-passphrase-file', () => [...issue(), '--csr', path('soko.csr')]],
    ['authority renew', '--authority-passphrase-file', () => renew()],
    ['authority renew with a new key', '--authority-passphrase-file', () => [...renew(), '--new-key']],
    ['trust bundle sign', '--passphrase-file', () => bundle('sign', path('sale.json'), '--key', path('a'))],
    [
      'trust bundle pack',
      '--root',
      () => bundle('pack', '--root', path('sale.json'), '--list', path('list.signed.json')),
    ],
  ])('of %s, the file of %s', async (_, option, args) => {
    const name = 'passphrase.pem'
    const { code, err } = await fiscalseal([...args(), option, path(name), '--out', path(name), '--force'])
    expect([code, err]).toEqual([2, expect.stringContaining('which is read here: choose another name.\n')])
  })

  it.each<[string, () => readonly string[]]>([
    [
      '--key-file and --out',
      () => [...newKey(), '--key-file', path('both.pem'), '--out', path('authority/../both.pem'), '--force'],
    ],
    [
      '--out and --public',
      () =>
        bundle(
          'key',
          '--unencrypted',
          '--out',
          path('both.pem'),
          '--public',
          relative('.', path('both.pem')),
        ),
    ],
  ])('so are one name for a new key and for what is made of it: %s', async (options, args) => {
    const { code, err } = await fiscalseal(args())
    expect([code, err]).toEqual([2, expect.stringContaining(`${options} name the same file.\n`)])
    expect(existsSync(path('both.pem'))).toBe(false)
  })

  it('but not a trust store that is brought up to date, as its help says', async () => {
    const store = path('trust.json')
    const add = ['trust', 'import', path('authority/root.pem'), '--out', store]
    expect(await fiscalseal(add)).toMatchObject({ code: 0 })
    const again = ['trust', 'import', store, path('authority/issuing-ca.pem'), '--out', store, '--force']
    expect(await fiscalseal(again)).toMatchObject({ code: 0 })
  })
})
