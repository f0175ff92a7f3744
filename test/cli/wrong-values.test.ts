import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fiscalseal } from './fake-terminal.js'
import { type Workshop, openWorkshop } from './workshop.js'

let workshop: Workshop
const path = (name: string): string => workshop.path(name)

beforeAll(async () => {
  workshop = await openWorkshop()
  const keys = ['--unencrypted', '--out', path('bundle.pem'), '--public', path('bundle.pub')]
  expect(await fiscalseal(['trust', 'bundle', 'key', ...keys])).toMatchObject({ code: 0 })
})

afterAll(() => {
  workshop.remove()
})

const folder = (): readonly string[] => ['--authority', path('authority')]
const receipt = (): readonly string[] => ['receipt', path('sale.json')]
const sign = (): readonly string[] => ['sign', path('receipt.pdf'), '--identity', path('soko.pem')]
const seller = ['--name', 'X', '--tax-id', 'P1'] as const
const issue = (): readonly string[] => ['issue', ...folder(), ...seller, '--unencrypted']
const founding = ['authority', 'new', '--name', 'X', '--country', 'KE', '--unencrypted'] as const
const csr = (): readonly string[] => ['csr', ...seller, '--key-file', path('soko.pem')]
const importing = (): readonly string[] => ['trust', 'import', path('authority/root.pem')]
const rooting = (): readonly string[] => [
  ...['trust', 'bundle', 'new', '--root-key', path('bundle.pub'), '--list-key', path('bundle.pub')],
]
const GOOD_ROOT = ['--list-id', 'mine', '--expires', '2999-01-01'] as const

describe('a value that no command can use is wrong usage, whoever finds it', () => {
  it.each<[string, () => readonly string[]]>([
    ['a colour is expected', () => [...receipt(), '--accent', 'red']],
    ['choose a darker colour', () => [...receipt(), '--accent', '#FFFF00']],
    ['--logo-text is for --logo', () => [...receipt(), '--logo-text', 'Soko']],
    ['field must not be empty', () => [...sign(), '--field', '']],
    ['must not hold control characters', () => [...sign(), '--reason', 'a\u0007']],
    ['country must be', () => [...issue(), '--country', 'K']],
    ['no tax id', () => [...issue().slice(0, -2), 'РТ5', '--unencrypted']],
    ['from 1 to 36500', () => [...issue(), '--days', '36501']],
    ['country must be', () => [...csr(), '--country', 'K']],
    ['from 1 to 36500', () => [...founding, '--crl-days', '36501']],
    ['http or https URL', () => [...founding, '--url', 'ftp://x']],
    ['intermediates must be', () => [...founding, '--intermediates', '5']],
    ['--source is an address', () => [...importing(), '--source', 'the web']],
    ['--authority is empty', () => [...importing(), '--authority', '']],
    ['has no setting x', () => [...importing(), '--profile', 'pt-at', '--set', 'x=1']],
    ['--set x is given twice', () => [...importing(), '--profile', 'pt-at', '--set', 'x=1', '--set', 'x=2']],
    ['are for --list LISTID', () => [...importing(), '--list-version', '2']],
    ['are for --eu FILE', () => [...importing(), '--fetch']],
    ['--list-id is small letters', () => [...rooting(), '--list-id', 'X!', '--expires', '2999-01-01']],
    ['--expires is over already', () => [...rooting(), '--list-id', 'x', '--expires', '2020-01-01']],
  ])('%s', async (message, args) => {
    const { code, err } = await fiscalseal([...args(), '--out', path('never.pem')])
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
    expect(existsSync(path('never.pem'))).toBe(false)
  })

  it.each<[string, () => readonly string[]]>([
    ['--host is empty', () => ['serve', ...folder(), '--host', '']],
    ['--policy is no object identifier', () => ['serve', ...folder(), '--policy', 'mine']],
    ['--at is yet to come', () => ['revoke', path('duka.pem'), ...folder(), '--at', '2999-01-01']],
    [
      '--invalid-since is yet to come',
      () => ['revoke', path('duka.pem'), ...folder(), '--invalid-since', '2999-01-01'],
    ],
    [
      'from 1 to 36500',
      () => ['renew', path('duka.pem'), ...folder(), '--days', '36501', '--out', path('never.pem')],
    ],
  ])('%s, of an authority', async (message, args) => {
    const { code, err } = await fiscalseal(['authority', ...args()])
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
    const { out } = await fiscalseal(['authority', 'list', ...folder()])
    expect(out).not.toContain('revoked')
  })

  it('but not what was found in a file', async () => {
    workshop.write('wrong.json', '{ "kind": "receipt" }')
    const built = await fiscalseal(['receipt', path('wrong.json'), '--out', path('never.pdf')])
    expect([built.code, built.err]).toEqual([1, expect.stringContaining('receipt.invalid')])
  })
})

describe('an address of a bundle that cannot be asked', () => {
  it('is refused in a sentence, and says what may be asked', async () => {
    const root = path('signed.json')
    await fiscalseal([...rooting(), ...GOOD_ROOT, '--out', root])
    const key = ['--key', path('bundle.pem'), '--out', root, '--force']
    expect(await fiscalseal(['trust', 'bundle', 'sign', root, ...key])).toMatchObject({ code: 0 })
    const update = ['trust', 'bundle', 'update', '--root', root, '--folder', path('kept')]
    const { code, err } = await fiscalseal([...update, '--url', 'http://127.0.0.1/'])
    expect([code, err]).toEqual([1, expect.stringContaining('The bundle cannot be fetched: ')])
    expect(err).toContain('(fetch.refused)\nGive an http or https address')
  })
})

describe('a root of a list', () => {
  it('says how many keys have to sign it', async () => {
    const { code, err } = await fiscalseal([...rooting(), ...GOOD_ROOT, '--out', path('root.json')])
    expect([code, err]).toEqual([0, expect.stringContaining('1 root key has to sign it now.\n')])
  })
})

describe('a command that does not exist', () => {
  it.each([
    [['trust', 'bundle'], 'Say which: trust bundle key,'],
    [
      ['trust', 'bundle', 'nothing'],
      'There is no command "trust bundle nothing"; there is trust bundle key,',
    ],
    [['trust'], 'Say which: trust list,'],
    [['trust', 'nothing'], 'There is no command "trust nothing"; there is trust list,'],
    [['nothing', 'bundle'], 'There is no command "nothing".'],
  ])('is answered with those of its group: %j', async (args, message) => {
    const { code, err } = await fiscalseal(args)
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
    if (args[1] === 'bundle') expect(err).not.toContain('trust list')
  })
})
