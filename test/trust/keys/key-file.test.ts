import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import forge from 'node-forge'
import { fromLatin1, toHex } from '../../../src/base/bytes.js'
import { FiscalSealError } from '../../../src/base/errors.js'
import { exportPkcs8, generatePrivateKey, importPrivateKey } from '../../../src/crypto/private-key.js'
import { readKeyFile } from '../../../src/trust/keys/key-file.js'
import { loadIdentity } from '../../../src/trust/keys/load-identity.js'
import { Passphrase } from '../../../src/trust/keys/passphrase.js'
import { exportPem } from '../../../src/trust/keys/save-identity.js'
import { createTestAuthority } from '../../../src/testing/authority.js'

const CORPORA = process.env['FISCALSEAL_CORPORA'] ?? '../shared/corpora'

/** What the types of node-forge do not know: a container without a certificate. */
const NO_CERTIFICATE = null as unknown as []

interface Entry {
  readonly file: string
  readonly password: string | null
  readonly expected: string
}

/** What is on purpose not as the corpus says, and why. */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['boringssl/empty_password_ber_nested.p12', 'either answer is acceptable'],
  ['openssl/nomac_parse.p12', 'holds enveloped data, which is refused as in botan/envelopeddata_content.pfx'],
  ['bc/test_key_pbmac1_bcjsse.pfx', 'refused before the MAC, which is as good'],
  ['botan/key_cert_spki_mismatch.pfx', 'found when key and certificate are put together'],
  ['pyca/ed25519-scrypt.pem.gz', 'scrypt is not offered'],
  ['pyca/private.pem.gz', 'explicit curve parameters are refused on purpose'],
  ['pyca/rsa-rc2-cbc-effective-key-length.pem.gz', 'unusual RC2, may be refused'],
  ['generated/rsa2048-scrypt.der', 'scrypt is not offered'],
  ['generated/ed25519-scrypt.der', 'scrypt is not offered'],
])
/** Slow by their iterations; opened by hand. */
const SLOW = /iter600000|dss-(cookbook|spi__self|token__Ed)/

describe.each(['pkcs12', 'pkcs8'])('the key files of others in %s', (name) => {
  const folder = join(CORPORA, name)
  const manifest = join(folder, 'manifest.json')
  if (!existsSync(manifest)) {
    it.skip(`are not on this machine (${manifest})`, () => undefined)
    return
  }
  const { entries } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly entries: readonly Entry[] }
  const open = async ({ file, password }: Entry): Promise<string> => {
    const path = join(folder, file.replace(/\.wrongpw$/, ''))
    const stored = new Uint8Array(readFileSync(path))
    const bytes = file.endsWith('.gz') ? new Uint8Array(gunzipSync(stored)) : stored
    try {
      const material = await readKeyFile(bytes, Passphrase.from(password ?? undefined))
      for (const { pkcs8 } of material.keys) await importPrivateKey(pkcs8)
      return 'opens'
    } catch (error) {
      if (error instanceof FiscalSealError || (error instanceof Error && error.name === 'Malformed'))
        return 'is refused'
      throw error
    }
  }

  it('open or are refused as stated, but for the exceptions', async () => {
    const different: string[] = []
    for (const entry of entries.filter(({ file }) => !SLOW.test(file))) {
      const wanted = /^(fails|reject)/.test(entry.expected) ? 'is refused' : 'opens'
      if ((await open(entry)) !== wanted) different.push(entry.file)
    }
    const known = entries.map(({ file }) => file).filter((file) => EXCEPTIONS.has(file))
    expect(different.sort()).toEqual(known.sort())
  })
})

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
