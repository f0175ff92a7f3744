import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { toPem } from '../../src/formats/x509/pem.js'
import type { TrustFile, TrustList } from '../../src/trust/store/trust-list.js'
import { TrustStore } from '../../src/trust/store/trust-store.js'
import { DAY, makeRoot } from '../trust/made-certificate.js'
import { listOf, wholeRecord } from '../trust/store/whole-record.js'
import { fiscalseal } from './fake-terminal.js'
import { type Workshop, openWorkshop } from './workshop.js'

const AT = ['--at', '2026-06-15'] as const

describe('trust', () => {
  let workshop: Workshop
  let list: TrustList
  const path = (name: string): string => workshop.path(name)
  const json = (name: string): TrustFile =>
    JSON.parse(Buffer.from(workshop.read(name)).toString()) as TrustFile

  beforeAll(async () => {
    workshop = await openWorkshop()
    const root = await makeRoot('Root', { attributes: [['2.5.4.10', 'Revenue \u202eAuthority']] })
    const record = await wholeRecord(root)
    list = listOf(record, {
      ...record,
      id: 'pt.azores',
      jurisdiction: 'PT-20',
      environment: 'test',
      authority: { name: 'Governo \u001b[2J' },
    })
    workshop.write('list.json', JSON.stringify(list))
    workshop.write('root.pem', toPem('CERTIFICATE', root.certificate.der))
  })

  afterAll(() => {
    workshop.remove()
  })

  describe('list', () => {
    it('shows whom a store accepts, and warns of what ends within 60 days', async () => {
      const { code, out } = await fiscalseal(['trust', 'list', path('list.json'), ...AT])
      expect(code).toBe(0)
      expect(out).toContain('2 authorities, as of 2026-06-15; from test, version 1\n')
      expect(out).toMatch(/^ke\.revenue +Revenue Authority +KE +issuer-ca +granted +2026-07-01$/m)
      expect(out).toMatch(/^pt\.azores .* PT-20 +issuer-ca \(test\) +granted/m)
      expect(out).toContain(
        'Warning: The acceptance of ke.revenue ends in 16 days, on 2026-07-01. (anchor.ends)',
      )
      expect(out).not.toContain('\u001b')
    })

    it('warns as early as is asked, and returns 3 with --check', async () => {
      const args = ['trust', 'list', path('list.json'), '--at', '2026-01-15']
      expect((await fiscalseal([...args, '--check'])).code).toBe(0)
      const { code, out } = await fiscalseal([...args, '--check', '--days', '365'])
      expect(code).toBe(3)
      expect(out).toContain('The trust list test, version 1 ends in 351 days')
    })

    it('chooses by jurisdiction, authority, environment and role', async () => {
      const ids = async (...options: readonly string[]): Promise<readonly string[]> => {
        const { out } = await fiscalseal(['trust', 'list', path('list.json'), '--json', ...options])
        return (JSON.parse(out) as { anchors: { id: string }[] }).anchors.map(({ id }) => id)
      }
      expect(await ids('--jurisdiction', 'PT')).toEqual(['pt.azores'])
      expect(await ids('--jurisdiction', 'PT-30')).toEqual([])
      expect(await ids('--authority', 'mamlaka ya mapato', '--environment', 'production')).toEqual([
        'ke.revenue',
      ])
      expect(await ids('--role', 'device-ca')).toEqual([])
      expect((await fiscalseal(['trust', 'list', path('list.json'), '--jurisdiction', 'pt'])).code).toBe(2)
    })
  })

  describe('show', () => {
    it('says all of one authority, and gives its record', async () => {
      const { code, out } = await fiscalseal(['trust', 'show', 'ke.revenue', path('list.json'), ...AT])
      expect(code).toBe(0)
      for (const text of ['Mamlaka ya Mapato', 'granted from 2020-01-01: accredited', 'PDF/A-3b'])
        expect(out).toContain(text)
      const record = await fiscalseal(['trust', 'show', 'ke.revenue', path('list.json'), '--json'])
      expect(JSON.parse(record.out)).toEqual(list.anchors[0])
    })

    it('names those that there are when there is no such one', async () => {
      const { code, err } = await fiscalseal(['trust', 'show', 'ke', path('list.json')])
      expect(code).toBe(1)
      expect(err).toContain('there is ke.revenue, pt.azores')
    })
  })

  describe('diff', () => {
    it('shows what was added, removed and changed, field by field', async () => {
      const [first, second] = list.anchors
      if (first === undefined || second === undefined) throw new Error('no anchors')
      const leaf = { ...first.leaf, algorithms: { minRsaBits: 3072 } }
      const status = [...first.status, { value: 'withdrawn' as const, from: '2026-06-01T00:00:00Z' }]
      const anchors = [
        { ...first, leaf, status },
        { ...second, id: 'pt.madeira' },
      ]
      workshop.write('new.json', JSON.stringify({ ...list, version: 2, anchors }))
      const { code, out } = await fiscalseal(['trust', 'diff', path('list.json'), path('new.json')])
      expect(code).toBe(1)
      expect(out).toContain('changed  list test\n           version: 1 → 2\n')
      expect(out).toContain('added    pt.madeira\nremoved  pt.azores\nchanged  ke.revenue\n')
      expect(out).toContain('leaf.algorithms.minRsaBits: 2048 → 3072\n')
      expect(out).toContain('status[1]: (none) → {"value":"withdrawn"')
      const plain = await fiscalseal(['trust', 'diff', path('list.json'), path('new.json'), '--json'])
      expect(JSON.parse(plain.out)).toMatchObject({ added: ['pt.madeira'], removed: ['pt.azores'] })
    })

    it('returns 0 for the same, and 2 for what cannot be read', async () => {
      expect((await fiscalseal(['trust', 'diff', path('list.json'), path('list.json')])).code).toBe(0)
      expect((await fiscalseal(['trust', 'diff', path('list.json'), path('sale.json')])).code).toBe(2)
    })
  })

  describe('import', () => {
    it('writes certificates with the rules that are stated, and prints their fingerprints', async () => {
      const rules = ['--id', 'ke.kra', '--profile', 'generic-authority', '--jurisdiction', 'KE', '--test']
      const windows = [
        '--granted-from',
        '2026-01-01',
        '--issued-until',
        '2027-01-01',
        '--revocation',
        'prefer',
      ]
      const args = [
        'trust',
        'import',
        path('root.pem'),
        ...rules,
        ...windows,
        '--out',
        path('store.json'),
        ...AT,
      ]
      const { code, out, err } = await fiscalseal(args)
      expect([code, err]).toEqual([0, ''])
      expect(out).toContain('store.json: 1 authority\n')
      expect(out).toMatch(/ke\.kra {2}Revenue \\u\{202e\}Authority, KE\n {4}[0-9a-f]{64}\n/)
      const [anchor] = TrustStore.from(Buffer.from(workshop.read('store.json'))).anchors
      expect(anchor).toMatchObject({
        id: 'ke.kra',
        environment: 'test',
        jurisdiction: 'KE',
        revocation: { mode: 'prefer' },
        taxIdBinding: { required: true },
        issuedNotAfter: Date.UTC(2027, 0, 1),
        status: [{ value: 'granted', from: Date.UTC(2026, 0, 1) }],
      })
      expect(await fiscalseal(args)).toMatchObject({ code: 1, err: expect.stringContaining('(file.exists)') })
      expect((await fiscalseal([...args, '--force'])).code).toBe(0)
    })

    it('adds to a store that there is, whose rules stay', async () => {
      const out = path('both.json')
      expect(
        (await fiscalseal(['trust', 'import', path('list.json'), path('root.pem'), '--out', out])).code,
      ).toBe(0)
      expect(json('both.json').lists).toHaveLength(1)
      expect(json('both.json').anchors).toHaveLength(1)
    })

    it('writes a trust list of the next version, which leaves nothing open', async () => {
      const args = ['trust', 'import', path('root.pem'), '--list', 'mine', '--out', path('mine.json'), ...AT]
      const bare = await fiscalseal(args)
      expect([bare.code, bare.err]).toEqual([
        2,
        expect.stringContaining('add --revocation MODE and --source URL.\n'),
      ])
      const checked = await fiscalseal([...args, '--revocation', 'none'])
      expect([checked.code, checked.err]).toEqual([2, expect.stringContaining('from: add --source URL.\n')])
      const stated = ['--revocation', 'none', '--source', 'https://example.test/root.cer', '--id', 'ke.kra']
      expect((await fiscalseal([...args, ...stated])).code).toBe(0)
      const again = [
        'trust',
        'import',
        path('mine.json'),
        '--list',
        'mine',
        '--out',
        path('mine2.json'),
        ...AT,
      ]
      expect((await fiscalseal(again)).code).toBe(0)
      const written = JSON.parse(Buffer.from(workshop.read('mine2.json')).toString()) as TrustList
      expect(written).toMatchObject({
        version: 2,
        issuedAt: '2026-06-15T00:00:00Z',
        expiresAt: new Date(Date.UTC(2026, 5, 15) + 180 * DAY).toISOString().replace('.000', ''),
        anchors: [{ id: 'ke.kra', evidence: [{ url: 'https://example.test/root.cer' }] }],
      })
    })

    it.each([
      ['rules for what has rules', ['list.json', '--id', 'ke.kra'], 'Rules are for certificates'],
      ['a setting without a profile', ['root.pem', '--set', 'country=PT'], '--set is for a profile'],
      [
        'a setting that the profile does not have',
        ['root.pem', '--profile', 'pt-at', '--set', 'x=1'],
        'setting x',
      ],
      ['a profile that is none', ['root.pem', '--profile', 'king'], '--profile is one of generic-authority'],
      ['nothing at all', [], 'PATH is missing'],
      ['European signers without a list', ['root.pem', '--signer', 'x'], 'are for --eu FILE'],
      ['a European list whose signers nobody names', ['--eu', 'list.json'], '--signer is missing'],
      [
        'a European list that is none',
        ['--eu', 'list.json', '--signer', 'root.pem'],
        'No list could be imported',
      ],
    ])('refuses %s', async (_, args, message) => {
      const given = args.map((each) => (/^(list\.json|root\.pem)$/.test(each) ? path(each) : each))
      const { code, err } = await fiscalseal(['trust', 'import', ...given, '--out', path('no.json')])
      expect(code).toBeGreaterThan(0)
      expect(err).toContain(message)
      expect(() => workshop.read('no.json')).toThrow()
    })
  })
})
