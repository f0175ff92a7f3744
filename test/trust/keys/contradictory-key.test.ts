import { createPrivateKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { concatBytes } from '../../../src/base/bytes.js'
import { exportPkcs8 } from '../../../src/crypto/private-key.js'
import { toPem } from '../../../src/formats/x509/pem.js'
import {
  derBitString,
  derContext,
  derElement,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
} from '../../../src/formats/der/writer.js'
import { createTestAuthority, type TestAuthority } from '../../../src/testing/authority.js'
import { privateKeyOf, type Identity } from '../../../src/trust/keys/identity.js'
import { loadIdentity } from '../../../src/trust/keys/load-identity.js'

const bytesOf = (text = ''): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64url'))
const integer = (text?: string): Uint8Array =>
  derElement(2, concatBytes([Uint8Array.of(0), bytesOf(text)].slice((bytesOf(text)[0] ?? 0) >> 7 ? 0 : 1)))

async function valuesOf(identity: Identity): Promise<JsonWebKey> {
  const pkcs8 = Buffer.from(await exportPkcs8(privateKeyOf(identity)))
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' })
}

/** ECPrivateKey of RFC 5915 on P-256. */
const sec1 = (d?: string, { x, y }: JsonWebKey = {}): Uint8Array =>
  derSequence(
    derInteger(1),
    derOctetString(bytesOf(d)),
    derContext(0, derOid('1.2.840.10045.3.1.7')),
    derContext(1, derBitString(concatBytes([Uint8Array.of(4), bytesOf(x), bytesOf(y)]))),
  )

/** RSAPrivateKey of RFC 8017. */
const pkcs1 = ({ n, e, d, p, q, dp, dq, qi }: JsonWebKey): Uint8Array =>
  derSequence(derInteger(0), ...[n, e, d, p, q, dp, dq, qi].map(integer))

describe('a key file whose public half is that of the certificate', () => {
  let test: TestAuthority

  beforeAll(async () => {
    test = await createTestAuthority()
  })

  const load = async (identity: Identity, label: string, der: Uint8Array): Promise<string> => {
    const given = { key: toPem(label, der), certificate: identity.certificate.der }
    return loadIdentity(given).then(
      () => 'loaded',
      (error: unknown) => (error as { readonly code: string }).code,
    )
  }

  it('is loaded with the private half of the same key, and with that of another is identity.key-mismatch', async () => {
    const identity = await test.identity()
    const own = await valuesOf(identity)
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
    expect(await load(identity, 'EC PRIVATE KEY', sec1(own.d, own))).toBe('loaded')
    expect(await load(identity, 'EC PRIVATE KEY', sec1(other.d, own))).toBe('identity.key-mismatch')
  })

  it('is identity.key-mismatch for RSA with private values of another key, or with a fault in them', async () => {
    const identity = await test.identity({ key: 'RSA-2048' })
    const own = await valuesOf(identity)
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
    const { n = '', e = '', p = '', q = '' } = own
    const faulty = bytesOf(own.dp)
    faulty[40] = (faulty[40] ?? 0) ^ 1
    // OpenSSL checks what it made of the primes, and takes the exponent when that is wrong: one fault alone does no harm.
    const dp = Buffer.from(faulty).toString('base64url')
    expect(await load(identity, 'RSA PRIVATE KEY', pkcs1(own))).toBe('loaded')
    for (const values of [
      { ...other, n, e },
      { ...other, n, e, p, q },
      { ...own, d: other.d ?? '', dp },
    ])
      expect(await load(identity, 'RSA PRIVATE KEY', pkcs1(values))).toBe('identity.key-mismatch')
  })
})
