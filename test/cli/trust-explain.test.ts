import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { toBase64 } from '../../src/base/base64.js'
import { toPem } from '../../src/formats/x509/pem.js'
import type { AnchorOptions } from '../../src/trust/store/trust-list.js'
import { makeIntermediate, makeRoot, makeSigner, purposes, type Made } from '../trust/made-certificate.js'
import { type Outcome, fiscalseal } from './fake-terminal.js'
import { type Workshop, openWorkshop } from './workshop.js'

const AT = ['--at', '2026-06-15T12:00:00Z'] as const

const pemOf = (...made: readonly Made[]): string =>
  made.map(({ certificate }) => toPem('CERTIFICATE', certificate.der)).join('')

describe('trust explain', () => {
  let workshop: Workshop
  let root: Made

  beforeAll(async () => {
    workshop = await openWorkshop()
    root = await makeRoot('Root')
    const ca = await makeIntermediate('CA', root)
    workshop.write('signer.pem', pemOf(await makeSigner(ca), ca))
    const server = await makeSigner(ca, { extensions: [purposes('1.3.6.1.5.5.7.3.1')] })
    workshop.write('server.pem', pemOf(server, ca))
  })

  afterAll(() => {
    workshop.remove()
  })

  /** Explains a certificate under the root with these rules. */
  async function explain(rules: Omit<AnchorOptions, 'certificate'>, file = 'signer.pem'): Promise<Outcome> {
    const anchor = { id: 'ke.revenue', revocation: { mode: 'none' }, ...rules }
    const certificate = toBase64(root.certificate.der)
    workshop.write('rule.json', JSON.stringify({ ...anchor, certificate }))
    return fiscalseal(['trust', 'explain', workshop.path(file), '--trust', workshop.path('rule.json'), ...AT])
  }

  it('says who stands behind a certificate, and who decides', async () => {
    const { code, out, err } = await explain({})
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('signer.pem: valid\n')
    expect(out).toContain('ke.revenue (Root) stands behind it, and decides.')
  })

  it.each([
    [
      'withdrawn on that day',
      { status: [{ value: 'withdrawn', from: '2026-01-01T00:00:00Z', reason: 'hacked' }] },
      'withdrawn since 2026-01-01T00:00:00.000Z: hacked] (anchor.window)',
    ],
    [
      'issued too late',
      { issuedNotAfter: '2025-01-01T00:00:00Z' },
      'for certificates issued until 2025-01-01',
    ],
    ['sealed too late', { signedNotAfter: '2026-02-01T00:00:00Z' }, 'for seals made until 2026-02-01'],
    ['not yet accepted', { status: [{ value: 'granted', from: '2030-01-01T00:00:00Z' }] }, 'not yet granted'],
    ['of a test environment', { environment: 'test' }, '(anchor.test-environment)'],
    [
      'for too weak a key',
      {
        leaf: {
          keyUsage: { anyOf: ['digitalSignature'] },
          extendedKeyUsage: { ifAbsent: 'allow' },
          algorithms: { curves: ['P-384'] },
        },
      },
      '(algorithm.unknown)',
    ],
    [
      'without the tax id that is asked for',
      { taxIdBinding: { required: true, rules: [] } },
      'The certificate of the signer holds no tax id. (seller.unbound)',
    ],
  ] as readonly [string, Omit<AnchorOptions, 'certificate'>, string][])(
    'says of a certificate that it is %s',
    async (_, rules, sentence) => {
      const { out } = await explain(rules)
      expect(out).toContain(sentence)
      expect(out).toContain('stand behind it')
    },
  )

  it('says that a certificate is for another use', async () => {
    const { code, out } = await explain({}, 'server.pem')
    expect(code).toBe(1)
    expect(out).toContain('does not stand behind it')
    expect(out).toContain('(path.extended-key-usage)')
  })

  it('says why no path leads to the others', async () => {
    const anchors: readonly AnchorOptions[] = [
      { certificate: toBase64((await makeRoot('Other')).certificate.der), id: 'other' },
      { certificate: toBase64((await makeRoot('Root')).certificate.der), id: 'namesake' },
      { certificate: toBase64(root.certificate.der), id: 'time', role: 'timestamp-authority' },
      { certificate: toBase64((await makeSigner(undefined)).certificate.der), id: 'signer' },
    ]
    const store = { format: 'fiscalseal-trust/1', lists: [], anchors, crls: [] }
    const trust = workshop.write('others.json', JSON.stringify(store))
    const args = ['trust', 'explain', workshop.path('signer.pem'), '--trust', trust, ...AT]
    const { code, out } = await fiscalseal(args)
    expect(code).toBe(1)
    expect(out).toContain('other (Other): none of the certificates names it as its issuer')
    expect(out).toContain('namesake (Root): it bears the name of the issuer, but its key did not sign')
    expect(out).toContain('time (Root): it stands behind time-stamps, never behind documents')
    expect(out).toContain('signer (Soko Ltd): it signs documents itself')
    const plain = await fiscalseal([...args, '--json'])
    expect(JSON.parse(plain.out)).toMatchObject({
      status: 'invalid',
      explanations: [{ decides: null, unreached: [{ why: 'other-name' }, { why: 'other-key' }, {}, {}] }],
    })
  })

  it('explains every authority of a sealed PDF, with its tax id', async () => {
    const authority = workshop.path('authority')
    const elsewhere = workshop.write('root.pem', pemOf(root))
    const args = ['trust', 'explain', workshop.path('sealed.pdf'), '--trust', authority, '--trust', elsewhere]
    const { code, out } = await fiscalseal(args)
    expect(code).toBe(0)
    expect(out).toContain('sealed.pdf: trusted\n\nSignature Seal1 of ')
    expect(out).toContain('tax id P051234567X\n')
    expect(out).toContain('stands behind it, and decides.')
    expect(out).toContain('No path leads to:\n    certificate-')
    const other = await fiscalseal([...args, '--seller', 'P000000000A'])
    expect([other.code, other.out]).toEqual([3, expect.stringContaining('(seller.mismatch)')])
    const later = await fiscalseal([...args, '--at', '2099-01-01', '--json'])
    expect(JSON.parse(later.out)).toMatchObject({
      explanations: [{ field: 'Seal1', reached: [{ verdict: 'undecided' }] }],
    })
  })

  it('returns what verify returns for a PDF without a seal or a file that is none', async () => {
    const trust = ['--trust', workshop.path('authority')]
    expect((await fiscalseal(['trust', 'explain', workshop.path('receipt.pdf'), ...trust])).code).toBe(4)
    expect((await fiscalseal(['trust', 'explain', workshop.path('sale.json'), ...trust])).code).toBe(5)
    for (const args of [
      ['trust', 'explain', workshop.path('sealed.pdf')],
      ['trust', 'explain', workshop.path('missing.pdf'), ...trust],
      [
        'trust',
        'explain',
        workshop.path('sealed.pdf'),
        ...trust,
        '--intermediate',
        workshop.path('signer.pem'),
      ],
      ['trust', 'explain', workshop.path('signer.pem'), ...trust, '--any-seller'],
    ])
      expect(await fiscalseal(args)).toMatchObject({ code: 2, out: '' })
  })
})
