import { beforeAll, describe, expect, it } from '@jest/globals'
import { FiscalSealError, Malformed } from '../../../src/base/errors.js'
import { toLatin1, toUtf8 } from '../../../src/base/bytes.js'
import { generatePrivateKey, signBytes } from '../../../src/crypto/private-key.js'
import {
  derBitString,
  derContext,
  derElement,
  derInteger,
  derOid,
  derSequence,
  derSet,
} from '../../../src/formats/der/writer.js'
import { parseCertificationRequest } from '../../../src/formats/x509/certification-request.js'
import { extendedKeyUsageOf, keyUsageOf } from '../../../src/formats/x509/extensions.js'
import { formatName } from '../../../src/formats/x509/name.js'
import { toPem } from '../../../src/formats/x509/pem.js'
import { createAuthority, type Authority } from '../../../src/trust/issuing/authority.js'
import { createRequest, readRequest } from '../../../src/trust/issuing/certification-request.js'
import { createKey, loadKeyHolder } from '../../../src/trust/issuing/key-holder.js'
import { KEY_KINDS } from '../../../src/trust/issuing/key-kind.js'
import { buildName } from '../../../src/trust/issuing/writing/subject-name.js'
import { loadIdentity } from '../../../src/trust/keys/load-identity.js'
import { readTaxIds } from '../../../src/trust/store/tax-ids.js'

const SOKO = { legalName: 'Soko Ltd', taxId: 'P051234567X', country: 'KE' }

let authority: Authority

beforeAll(async () => {
  authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
})

async function request(): Promise<Uint8Array> {
  return createRequest((await createKey('P-256')).holder, SOKO)
}

describe('a certification request', () => {
  it.each(KEY_KINDS.filter((kind) => kind !== 'RSA-3072' && kind !== 'RSA-4096'))(
    'for a new key of %s is certified, and the certificate belongs to the key',
    async (kind) => {
      const { holder, pem } = await createKey(kind)
      const { certificate, chain } = await authority.certify(await createRequest(holder, SOKO), SOKO)
      const pems = [certificate, ...chain].map(({ der }) => toPem('CERTIFICATE', der))
      const identity = await loadIdentity([pem, ...pems].join(''))
      expect(identity.toJSON().subject).toBe(
        'CN=Soko Ltd,organizationIdentifier=VATKE-P051234567X,O=Soko Ltd,C=KE',
      )
      expect(chain).toEqual([authority.issuingCertificate])
      const [anchor] = authority.trust.anchors
      expect(anchor && readTaxIds(certificate, anchor).ids[0]?.value).toBe('P051234567X')
    },
  )

  it('for the key of an identity, in PEM or DER, with lines of text around it', async () => {
    const identity = await authority.issue(SOKO)
    const der = await createRequest(identity, SOKO)
    const pem = toPem('CERTIFICATE REQUEST', der)
    for (const input of [der, pem, `Soko:\n${pem}\nend\n`, toUtf8(pem), pem.replaceAll('CERT', 'NEW CERT')]) {
      const { publicKey } = await readRequest(input)
      expect(publicKey.material).toEqual(identity.publicKey.material)
    }
  })

  it('says whom it wishes to certify, and for what', async () => {
    const { request: read } = await readRequest(await request())
    expect(formatName(read.subject)).toContain('VATKE-P051234567X')
    expect([...(keyUsageOf(read) ?? [])]).toEqual(['digitalSignature', 'nonRepudiation'])
    expect(extendedKeyUsageOf(read)).toEqual(['1.3.6.1.5.5.7.3.36'])
    expect(read.attributes).toEqual(['1.2.840.113549.1.9.14'])
  })

  it('decides nothing: the certificate says what the authority says', async () => {
    const other = { legalName: 'Duka Ltd', taxId: 'P059999999Z' }
    const { certificate } = await authority.certify(await request(), other)
    expect(formatName(certificate.subject)).toContain('Duka Ltd')
    expect(authority.issued.at(-1)?.subject).toBe(formatName(certificate.subject))
  })

  it('is made with a key in an encrypted file', async () => {
    const { pem } = await createKey('P-256', { passphrase: 'geheim', iterations: 1000 })
    const holder = await loadKeyHolder(pem, { passphrase: 'geheim' })
    await readRequest(await createRequest(holder, SOKO))
    await expect(loadKeyHolder(pem)).rejects.toMatchObject({ code: 'identity.passphrase-required' })
    const none = toPem('CERTIFICATE', authority.certificate.der)
    await expect(loadKeyHolder(none)).rejects.toMatchObject({ code: 'identity.no-key' })
    const two = `${(await createKey('P-256')).pem}${(await createKey('P-256')).pem}`
    await expect(loadKeyHolder(two)).rejects.toMatchObject({ code: 'identity.ambiguous' })
  })

  it.each([[{ legalName: '' }], [{ taxId: ' ' }], [{ country: 'Kenya' }]])(
    'is not made with %j',
    async (change) => {
      const { holder } = await createKey('P-256')
      const made = createRequest(holder, { ...SOKO, ...change })
      await expect(made).rejects.toMatchObject({ code: 'argument.invalid' })
    },
  )
})

describe('a certification request is refused', () => {
  /** A request as others may write it; `signed` is what its maker signs. */
  async function made(parts: {
    readonly version?: number
    readonly attributes?: readonly Uint8Array[] | 'absent'
    readonly algorithm?: string
    readonly digest?: 'SHA-1' | 'SHA-256'
  }): Promise<Uint8Array> {
    const key = await generatePrivateKey({ kind: 'rsa', bits: 2048 })
    const { version = 0, attributes = [], algorithm = '1.2.840.113549.1.1.11', digest = 'SHA-256' } = parts
    const info = derSequence(
      derInteger(version),
      await buildName({ country: 'KE', organization: 'Soko', commonName: 'Soko' }),
      key.publicKey.spki,
      ...(attributes === 'absent' ? [] : [derContext(0, ...attributes)]),
    )
    const signature = await signBytes(key, { kind: 'rsa-pkcs1', digest }, [info])
    return derSequence(info, derSequence(derOid(algorithm)), derBitString(signature))
  }

  it('never for what it leaves out by right', async () => {
    await readRequest(await made({}))
    await readRequest(await made({ attributes: 'absent' }))
    const challenge = derSequence(derOid('1.2.840.113549.1.9.7'), derSet(derInteger(1)))
    expect((await readRequest(await made({ attributes: [challenge] }))).request.attributes).toHaveLength(1)
  })

  it('when nothing shows that its maker has the key', async () => {
    const [own, other] = [await request(), await request()]
    const swapped = own.slice()
    const at = toLatin1(own).lastIndexOf(toLatin1((await readRequest(own)).publicKey.material))
    swapped.set((await readRequest(other)).publicKey.material, at)
    await expect(readRequest(swapped)).rejects.toMatchObject({
      code: 'request.invalid',
      message: expect.stringContaining('signature does not hold'),
    })
  })

  it.each([
    ['is of another version', { version: 1 }],
    ['is signed with SHA-1', { algorithm: '1.2.840.113549.1.1.5', digest: 'SHA-1' }],
    ['is signed with an algorithm that nobody knows', { algorithm: '1.2.3.4' }],
    [
      'has an attribute twice',
      { attributes: Array(2).fill(derSequence(derOid('1.2.3'), derSet(derInteger(1)))) },
    ],
    ['has an attribute without a value', { attributes: [derSequence(derOid('1.2.3'), derSet())] }],
    [
      'has an attribute whose value reaches beyond it',
      { attributes: [derSequence(derOid('1.2.3'), derElement(0x31, Uint8Array.of(2, 2, 1)))] },
    ],
  ] as const)('when it %s', async (_, parts) => {
    await expect(readRequest(await made(parts))).rejects.toMatchObject({ code: 'request.invalid' })
  })

  it('when it is something else', async () => {
    const pem = toPem('CERTIFICATE REQUEST', await request())
    const inputs = ['', 'nothing', toPem('CERTIFICATE', authority.certificate.der), `${pem}${pem}`]
    for (const input of [...inputs, new Uint8Array(0), new Uint8Array(200_000), authority.certificate.der])
      await expect(readRequest(input)).rejects.toMatchObject({ code: 'request.invalid' })
  })

  it('whichever of its bytes was changed', async () => {
    const der = await request()
    for (let index = 0; index < der.length; index++) {
      const changed = der.slice()
      changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8))
      const code = await readRequest(changed).then(
        () => 'accepted',
        (error: unknown) => (error instanceof FiscalSealError ? error.code : String(error)),
      )
      expect(code).toBe('request.invalid')
    }
    for (let length = 0; length < der.length; length++)
      expect(() => parseCertificationRequest(der.subarray(0, length))).toThrow(Malformed)
  })
})
