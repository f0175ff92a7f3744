import { readdirSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { toLatin1 } from '../../src/base/bytes.js'
import { startServer } from '../net/web-server.js'
import { fiscalseal, type Outcome } from './fake-terminal.js'
import { openWorkshop, type Workshop } from './workshop.js'

const DAY = 86_400_000
const instant = (days: number): string => `${new Date(Date.now() + days * DAY).toISOString().slice(0, 19)}Z`
const COMMANDS = ['key', 'new', 'rotate', 'sign', 'pack', 'check', 'update']

let workshop: Workshop
let path: Workshop['path']

const bundle = (command: string, ...args: readonly string[]): Promise<Outcome> =>
  fiscalseal(['trust', 'bundle', command, ...args])

async function done(command: string, ...args: readonly string[]): Promise<Outcome> {
  const outcome = await bundle(command, ...args)
  expect([outcome.err, outcome.code]).toEqual([outcome.err, 0])
  return outcome
}

/** Writes `list-VERSION.json`, signed, with the authority of the workshop in it. */
async function signList(version: number, key = 'list.pem', ends = 400): Promise<string> {
  const trust = JSON.parse(toLatin1(workshop.read('authority/trust.json'))) as {
    readonly lists: readonly { readonly anchors: readonly unknown[] }[]
  }
  const list = {
    format: 'tax-trust-list/1',
    listId: 'ke.authorities',
    version,
    issuedAt: instant(-1),
    expiresAt: instant(ends),
    anchors: trust.lists[0]?.anchors,
  }
  const bare = workshop.write(`list-${version}.bare.json`, JSON.stringify(list))
  const out = path(`list-${version}.json`)
  await done('sign', bare, '--key', path(key), '--out', out, '--force')
  return out
}

const update = (from: string, ...more: readonly string[]): Promise<Outcome> =>
  bundle('update', '--root', path('root.json'), '--folder', path('trust'), '--from', from, ...more)

beforeAll(async () => {
  workshop = await openWorkshop()
  path = workshop.path
  for (const name of ['a', 'b', 'c', 'list', 'successor']) {
    const kind = name === 'b' ? ['--kind', 'P-256'] : []
    const files = ['--out', path(`${name}.pem`), '--public', path(`${name}.pub`)]
    await done('key', ...files, ...kind, '--unencrypted')
  }
  const keys = ['a', 'b', 'c'].flatMap((name) => ['--root-key', path(`${name}.pub`)])
  const rest = ['--list-key', path('list.pub'), '--expires', instant(700), '--out', path('root.json')]
  await done('new', '--list-id', 'ke.authorities', ...keys, ...rest)
  for (const name of ['a', 'c'])
    await done('sign', path('root.json'), '--key', path(`${name}.pem`), '--out', path('root.json'), '--force')
  const list = await signList(1)
  await done('pack', '--root', path('root.json'), '--list', list, '--out', path('bundle-1.json'))
}, 60_000)

afterAll(() => {
  workshop.remove()
})

describe('help', () => {
  it.each(COMMANDS)('of trust bundle %s teaches with examples', async (command) => {
    const { code, out, err } = await bundle(command, '--help')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(`Usage: fiscalseal trust bundle ${command} `)
    expect(out).toContain('\nExamples:\n  fiscalseal trust bundle ')
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(110)
  })
})

describe('trust bundle', () => {
  it('makes keys that only their owner can read, under a passphrase that is asked for', async () => {
    expect(statSync(path('a.pem')).mode & 0o777).toBe(0o600)
    const args = ['trust', 'bundle', 'key', '--out', path('locked.pem'), '--public', path('locked.pub')]
    const answers = ['correct horse', 'correct horse']
    expect(await fiscalseal(args, { isTerminal: true, answers })).toMatchObject({ code: 0 })
    expect(toLatin1(workshop.read('locked.pem'))).toContain('BEGIN ENCRYPTED PRIVATE KEY')
    expect(toLatin1(workshop.read('locked.pub'))).toContain('BEGIN PUBLIC KEY')
    const signing = ['trust', 'bundle', 'sign', path('root.json'), '--key', path('locked.pem')]
    const out = ['--out', path('root.locked.json')]
    expect(await fiscalseal([...signing, ...out], { isTerminal: true, answers })).toMatchObject({
      code: 0,
      questions: [expect.stringContaining('locked.pem')],
    })
    expect(await fiscalseal([...signing, ...out, '--force', '--passphrase', 'x'])).toMatchObject({ code: 2 })
    expect(await fiscalseal(args)).toMatchObject({ code: 1, err: expect.stringContaining('file.exists') })
  })

  it('checks what it packs, and says what is in it', async () => {
    const checked = await bundle('check', path('bundle-1.json'), '--root', path('root.json'))
    expect(checked).toMatchObject({ code: 0, err: '' })
    expect(checked.out).toMatch(/^ke\.authorities, version 1, under root 1: 1 authority\.\nGood until /)
    const json = await bundle('check', path('bundle-1.json'), '--root', path('root.json'), '--json')
    expect(JSON.parse(json.out)).toMatchObject({ listId: 'ke.authorities', version: 1, root: { version: 1 } })
    const late = await bundle(
      'check',
      path('bundle-1.json'),
      '--root',
      path('root.json'),
      '--at',
      '2036-01-01',
    )
    expect(late).toMatchObject({ code: 1, err: expect.stringContaining('bundle.expired') })
  })

  it('warns of a list that ends within 60 days', async () => {
    const list = await signList(2, 'list.pem', 20)
    await done('pack', '--root', path('root.json'), '--list', list, '--out', path('short.json'))
    const { code, err } = await bundle('check', path('short.json'), '--root', path('root.json'))
    expect([code, err]).toEqual([0, expect.stringContaining('(list.ends)')])
  })

  it('keeps the last good one in a folder that verify takes, and says why another is refused', async () => {
    expect(await update(path('bundle-1.json'))).toMatchObject({
      code: 0,
      err: expect.stringContaining('has a new bundle'),
    })
    expect(readdirSync(path('trust')).sort()).toEqual(['bundle.json', 'trust.json'])
    expect(await update(path('bundle-1.json'))).toMatchObject({ err: expect.stringContaining('up to date') })
    const crl = ['root', 'issuing-ca'].flatMap((name) => ['--crl', path(`authority/${name}.crl`)])
    const verify = ['verify', path('sealed.pdf'), '--trust', path('trust'), ...crl]
    expect(await fiscalseal(verify)).toMatchObject({ code: 0 })
    expect((await fiscalseal([...verify, '--json'])).out).toContain('ke.authorities')
    const list = await signList(3, 'b.pem')
    const forged = JSON.parse(toLatin1(workshop.read('bundle-1.json'))) as object
    const stranger = { ...forged, list: JSON.parse(toLatin1(workshop.read('list-3.json'))) as unknown }
    expect(list).toBe(path('list-3.json'))
    expect(await update(workshop.write('forged.json', JSON.stringify(stranger)))).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('bundle.threshold'),
    })
    expect(await fiscalseal(verify)).toMatchObject({ code: 0 })
    const store = workshop.read('trust/trust.json')
    workshop.write('trust/trust.json', 'the machine stopped here')
    expect(await update(path('forged.json'))).toMatchObject({ code: 1 })
    expect(workshop.read('trust/trust.json')).toEqual(store)
  })

  it('exchanges keys, and goes back to no list that they signed', async () => {
    const root2 = path('root-2.json')
    const change = ['--list-key', path('successor.pub'), '--expires', instant(800), '--out', root2]
    await done('rotate', path('bundle-1.json'), ...change)
    await done('sign', root2, '--key', path('a.pem'), '--out', root2, '--force')
    const roots = ['--root', path('bundle-1.json'), '--root', root2]
    const list = await signList(1, 'successor.pem')
    const out = ['--list', list, '--out', path('bundle-2.json')]
    expect(await bundle('pack', ...roots, ...out)).toMatchObject({
      code: 1,
      err: expect.stringContaining('bundle.threshold'),
    })
    await done('sign', root2, '--key', path('b.pem'), '--out', root2, '--force')
    await done('pack', ...roots, ...out)
    expect((await update(path('bundle-2.json'))).out).toContain('version 1, under root 2')
    expect(await update(path('bundle-1.json'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('bundle.rollback'),
    })
  })

  it('fetches only what may be fetched', async () => {
    const server = await startServer((_, response) => {
      response.end(workshop.read('bundle-2.json'))
    })
    try {
      const args = [
        '--root',
        path('root.json'),
        '--folder',
        path('fetched'),
        '--url',
        `http://${server.host}/bundle.json`,
      ]
      const refused = await bundle('update', ...args)
      expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('fetch.refused') })
      expect(await bundle('update', ...args, '--fetch-host', server.host)).toMatchObject({ code: 0 })
    } finally {
      await server.close()
    }
  })

  it('is called with one source, public keys, and thresholds that can be reached', async () => {
    const wrong: readonly (readonly string[])[] = [
      ['update', '--root', path('root.json'), '--folder', path('trust')],
      ['update', '--root', path('root.json'), '--folder', path('trust'), '--from', 'x', '--url', 'y'],
      ['update', '--root', path('root.json'), '--folder', path('t'), '--from', 'x', '--fetch-host', 'y'],
      ['pack', '--list', path('list-1.json'), '--out', path('x.json')],
      [
        'rotate',
        path('root.json'),
        '--expires',
        '2030-01-01',
        '--root-threshold',
        '2',
        '--out',
        path('x.json'),
      ],
      ['new', '--list-id', 'x', '--list-key', path('a.pub'), '--out', path('x.json')],
      ['key', '--kind', 'RSA-2048', '--out', path('x.pem'), '--public', path('x.pub'), '--unencrypted'],
    ]
    for (const args of wrong)
      expect(await fiscalseal(['trust', 'bundle', ...args])).toMatchObject({ code: 2 })
    const keys = ['--root-key', path('a.pub'), '--list-key', path('a.pub'), '--expires', '2030-01-01']
    const plan = ['--list-id', 'x', ...keys, '--out', path('x.json')]
    expect(await bundle('new', ...plan, '--list-threshold', '2')).toMatchObject({ code: 2 })
    expect(await bundle('new', ...plan, '--list-key', path('b.pem'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('is a private key'),
    })
    expect(readdirSync(path('.'))).not.toContain('x.json')
  })
})
