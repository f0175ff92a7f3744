import { describe, expect, it } from '@jest/globals'
import forge from 'node-forge'
import { fromLatin1, toHex } from '../../../src/base/bytes.js'
import { exportPkcs8, generatePrivateKey } from '../../../src/crypto/private-key.js'
import { readKeyFile } from '../../../src/trust/keys/key-file.js'
import { loadIdentity } from '../../../src/trust/keys/load-identity.js'
import { Passphrase } from '../../../src/trust/keys/passphrase.js'
import { exportPem } from '../../../src/trust/keys/save-identity.js'
import { createTestAuthority } from '../../../src/testing/authority.js'

/** What the types of node-forge do not know: a container without a certificate. */
const NO_CERTIFICATE = null as unknown as []

describe('a key file', () => {
  it('of old software, PKCS #12 with triple DES and a MAC with SHA-1, is opened', async () => {
    const test = await createTestAuthority()
    const pem = await exportPem(await test.identity({ key: 'RSA-2048' }))
    const key = forge.pki.privateKeyFromPem(pem)
    const certificates = (pem.match(/-----BEGIN CERTIFICATE[^]*?-----END CERTIFICATE-----/g) ?? []).slice(
      0,
      1,
    )
    const der = fromLatin1(
      forge.asn1
        .toDer(forge.pkcs12.toPkcs12Asn1(key, NO_CERTIFICATE, 'secret', { algorithm: '3des' }))
        .getBytes(),
    )
    const given = { key: der, certificate: certificates[0] ?? '' }
    expect((await loadIdentity(given, { passphrase: 'secret' })).scheme.kind).toBe('rsa-pkcs1')
    await expect(loadIdentity(given, { passphrase: 'Secret' })).rejects.toMatchObject({
      code: 'identity.wrong-passphrase',
    })
  })

  it('in PKCS #1 and in the old encryption of OpenSSL holds the same key as in PKCS #8', async () => {
    const key = await generatePrivateKey({ kind: 'rsa', bits: 2048 })
    const pkcs8 = await exportPkcs8(key)
    const own = forge.pki.privateKeyFromAsn1(
      forge.pki.wrapRsaPrivateKey(
        forge.asn1.fromDer(forge.util.createBuffer(String.fromCharCode(...pkcs8.subarray(26)))),
      ),
    )
    const plain = forge.pki.privateKeyToPem(own)
    const encrypted = forge.pki.encryptRsaPrivateKey(own, 'secret', { legacy: true, algorithm: 'aes128' })
    expect(encrypted).toContain('DEK-Info')
    for (const text of [plain, encrypted]) {
      const material = await readKeyFile(text, Passphrase.from('secret'))
      expect(material.keys.map((each) => toHex(each.pkcs8))).toEqual([toHex(pkcs8)])
    }
    await expect(readKeyFile(encrypted, Passphrase.from('wrong'))).rejects.toMatchObject({
      code: 'identity.wrong-passphrase',
    })
    await expect(readKeyFile(encrypted, Passphrase.from(undefined))).rejects.toMatchObject({
      code: 'identity.passphrase-required',
    })
  })
})
