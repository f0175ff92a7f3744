import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { toBase64 } from '../../../src/base/base64.js'
import { toHex, toUtf8 } from '../../../src/base/bytes.js'
import { FiscalSealError } from '../../../src/base/errors.js'
import { digest } from '../../../src/crypto/digest.js'
import { derNull } from '../../../src/formats/der/writer.js'
import { EXTENSION } from '../../../src/formats/x509/oids.js'
import { toPem } from '../../../src/formats/x509/pem.js'
import type { AnchorRecord, TrustList } from '../../../src/trust/store/trust-list.js'
import { TrustStore, type TrustInput } from '../../../src/trust/store/trust-store.js'
import { caFlag, extension, keyUsage, makeCrl, makeRoot, makeSigner, type Made } from '../made-certificate.js'

describe('a trust store', () => {
  let root: Made
  let list: TrustList
  let record: AnchorRecord

  beforeAll(async () => {
    root = await makeRoot('Root', {
      attributes: [
        ['2.5.4.6', 'KE'],
        ['2.5.4.10', 'Revenue Authority'],
      ],
    })
    record = await recordOf(root)
    list = {
      format: 'tax-trust-list/1',
      listId: 'test',
      version: 1,
      issuedAt: '2026-01-01T00:00:00Z',
      expiresAt: '2027-01-01T00:00:00Z',
      anchors: [record],
    }
  })

  const refusal = (input: TrustInput | readonly TrustInput[]): string => {
    try {
      TrustStore.from(input)
    } catch (error) {
      if (error instanceof FiscalSealError)
        return `${error.code} ${error.problems[0]?.message ?? error.message}`
      throw error
    }
    return 'accepted'
  }
  const withRecord = (change: object): TrustList => ({ ...list, anchors: [{ ...record, ...change }] })

  it('is made from DER, PEM, bytes of PEM, base64, JSON and other stores alike', () => {
    const { der } = root.certificate
    const pem = toPem('CERTIFICATE', der)
    const inputs: TrustInput[] = [
      der,
      pem,
      new TextEncoder().encode(pem),
      toBase64(der),
      JSON.stringify(list),
      list,
      { certificate: pem },
    ]
    for (const input of inputs) expect(TrustStore.from(input).anchors[0]?.certificate?.der).toEqual(der)
    expect(TrustStore.from(TrustStore.from(list)).anchors).toHaveLength(1)
  })

  it('takes from a bare certificate who it is, and asks for revocation where certificates name a list', () => {
    expect(TrustStore.from(root.certificate.der).anchors[0]).toMatchObject({
      jurisdiction: 'KE',
      authority: { name: 'Revenue Authority' },
      role: 'issuer-ca',
      environment: 'production',
      revocation: { mode: 'auto' },
      origin: 'certificate',
    })
  })

  it('takes a certificate that is no authority for a signer', async () => {
    const signer = await makeSigner(undefined)
    expect(TrustStore.from(signer.certificate.der).anchors[0]?.role).toBe('direct-signer')
  })

  it('keeps the CRLs that stand beside the certificates', async () => {
    const crl = await makeCrl({ issuer: root })
    const store = TrustStore.from([
      toPem('CERTIFICATE', root.certificate.der) + toPem('X509 CRL', crl.der),
      crl.der,
    ])
    expect(store.crls.map(({ der }) => der)).toEqual([crl.der, crl.der])
    expect(TrustStore.from(store.toPem()).crls).toHaveLength(2)
  })

  it('is the same after a journey through JSON, with its rules and CRLs', async () => {
    const crl = await makeCrl({ issuer: root })
    const other = await makeRoot('Other')
    const store = TrustStore.from([
      list,
      other.certificate.der,
      {
        certificate: root.certificate.der,
        id: 'with-rules',
        revocation: { mode: 'require' },
        issuedNotAfter: '2026-06-01T00:00:00Z',
      },
      crl.der,
    ])
    const text = JSON.stringify(store)
    const again = TrustStore.from(text)
    expect(again.anchors.map(({ id }) => id).sort()).toEqual(store.anchors.map(({ id }) => id).sort())
    expect(JSON.stringify(again)).toBe(text)
    expect(again.anchors.find(({ id }) => id === 'with-rules')).toMatchObject({
      revocation: { mode: 'require' },
      issuedNotAfter: Date.UTC(2026, 5, 1),
    })
  })

  it('writes lists that its JSON Schema accepts', () => {
    const schema: unknown = JSON.parse(
      readFileSync(new URL('../../../src/trust/store/trust-list.schema.json', import.meta.url), 'utf8'),
    )
    const ajv = new Ajv2020({ strict: true, validateFormats: false })
    const validate = ajv.compile(schema as object)
    const [written] = TrustStore.from(list).toJSON().lists
    expect(validate(written)).toBe(true)
    expect(validate({ ...written, anchors: [{}] })).toBe(false)
  })

  it('counts the same anchor once, and refuses two different ones of one name', () => {
    expect(TrustStore.from([list, list]).anchors).toHaveLength(1)
    expect(TrustStore.from([root.certificate.der, root.certificate.der]).anchors).toHaveLength(1)
    expect(refusal([list, withRecord({ role: 'accredited-ca' })])).toContain('trust.invalid')
  })

  it.each([
    ['nothing', [], 'trust.invalid'],
    ['text that is none of it', 'hello', 'trust.invalid trust[0] is neither PEM, JSON nor DER'],
    ['truncated JSON', '{"format":', 'trust.invalid trust[0] is not JSON'],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe), 'trust.invalid trust[0] is neither DER nor text'],
    [
      'a private key',
      '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n',
      'is neither a CERTIFICATE nor an X509 CRL',
    ],
  ] as readonly [string, TrustInput | readonly TrustInput[], string][])(
    'is not made from %s',
    (_, input, code) => {
      expect(refusal(input)).toContain(code)
    },
  )

  it.each([
    ['a field that is not known', { restriction: true }, 'trust[0].anchors[0].restriction is not known'],
    ['a role that is none', { role: 'king' }, 'trust[0].anchors[0].role is none of'],
    ['no status', { status: [] }, 'trust[0].anchors[0].status has too few'],
    [
      'a day that does not exist',
      { status: [{ value: 'granted', from: '2026-02-30T00:00:00Z' }] },
      'trust[0].anchors[0].status[0].from is no instant',
    ],
    [
      'a jurisdiction that is none',
      { jurisdiction: 'Kenya' },
      'trust[0].anchors[0].jurisdiction does not have the form',
    ],
    [
      'a pattern that could take long',
      {
        taxIdBinding: {
          required: true,
          rules: [{ source: 'subject', oid: '2.5.4.5', extract: '^(?<id>(a+)+)$', scheme: 'X' }],
        },
      },
      'trust[0].anchors[0].taxIdBinding.rules[0].extract has a quantifier inside',
    ],
  ])('is refused with its place for %s', (_, change, message) => {
    expect(refusal(withRecord(change))).toContain(message)
  })

  it('is refused when the fingerprint is not that of the certificate', () => {
    expect(refusal(withRecord({ anchor: { ...record.anchor, sha256: '0'.repeat(64) } }))).toContain(
      'anchor.sha256 is not the digest of der',
    )
  })

  it('is refused when an anchor does not say in readable form whether it is an authority', async () => {
    const odd = await makeRoot('Odd', {
      extensions: [extension(EXTENSION.basicConstraints, true, derNull())],
    })
    const { der } = odd.certificate
    for (const input of [der, toPem('CERTIFICATE', der), { certificate: der }])
      expect(refusal(input)).toContain('trust.invalid')
  })

  it('is refused when an anchor has a critical extension that is not understood', async () => {
    const odd = (critical: boolean): Uint8Array => extension('1.3.6.1.4.1.99999.1', critical, derNull())
    const ordinary = await makeRoot('Root', { extensions: [caFlag(), keyUsage(5), odd(false)] })
    const special = await makeRoot('Root', { extensions: [caFlag(), keyUsage(5), odd(true)] })
    expect(refusal(ordinary.certificate.der)).toBe('accepted')
    expect(refusal(special.certificate.der)).toContain('path.unknown-critical-extension')
  })

  it('is not poisoned by keys of the prototype in JSON', () => {
    expect(refusal(JSON.stringify(list).replace('{', '{"__proto__":{"anchors":[]},'))).toContain(
      'trust[0].__proto__ is not known',
    )
  })

  it('is refused when a key stands twice in JSON: the second may take back what the first says', () => {
    const text = JSON.stringify(list)
    const status = '"status":[{"value":"withdrawn","from":"2020-01-01T00:00:00Z"}],'
    expect(text).toContain('"status":')
    expect(refusal(text)).toBe('accepted')
    expect(refusal(text.replace('"status":', () => `${status}"status":`))).toContain(
      'trust[0] is not JSON (a key stands twice in an object)',
    )
  })

  it('is read behind one byte-order mark, as text and as bytes', () => {
    const text = `\ufeff${JSON.stringify(list)}`
    for (const input of [text, toUtf8(text)])
      expect(TrustStore.from(input).anchors).toEqual(TrustStore.from(list).anchors)
    expect(refusal(`\ufeff${text}`)).toContain('trust[0] is not JSON')
  })
})

async function recordOf(made: Made): Promise<AnchorRecord> {
  const { der } = made.certificate
  return {
    id: 'ke.revenue',
    environment: 'production',
    jurisdiction: 'KE',
    authority: { name: 'Revenue Authority' },
    role: 'issuer-ca',
    anchor: { kind: 'certificate', der: toBase64(der), sha256: toHex(await digest('SHA-256', [der])) },
    status: [{ value: 'granted', from: '2020-01-01T00:00:00Z' }],
    leaf: {
      keyUsage: { anyOf: ['digitalSignature'] },
      extendedKeyUsage: { ifAbsent: 'allow' },
      algorithms: { minRsaBits: 2048 },
    },
    taxIdBinding: {
      required: true,
      rules: [
        { source: 'subject', oid: '2.5.4.97', extract: '^VATKE-(?<id>.+)$', country: 'KE', scheme: 'VAT' },
      ],
    },
    revocation: { mode: 'prefer' },
    evidence: [{ url: 'https://example.test/', retrievedAt: '2026-01-01T00:00:00Z', sha256: '0'.repeat(64) }],
  }
}
