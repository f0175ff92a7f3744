import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { equalBytes, toHex, toUtf8 } from '../../../src/base/bytes.js'
import { FiscalSealError } from '../../../src/base/errors.js'
import { exportPkcs8 as exportPrivateKey, generatePrivateKey } from '../../../src/crypto/private-key.js'
import { derInteger, derNull, derOctetString, derOid, derSequence } from '../../../src/formats/der/writer.js'
import { createTestAuthority } from '../../../src/testing/authority.js'
import { privateKeyOf, type Identity } from '../../../src/trust/keys/identity.js'
import { readKeyFile } from '../../../src/trust/keys/key-file.js'
import { loadIdentity } from '../../../src/trust/keys/load-identity.js'
import { Passphrase } from '../../../src/trust/keys/passphrase.js'
import { plainPkcs8 } from '../../../src/trust/keys/pkcs8.js'
import { exportPem, exportPkcs12, exportPkcs8 } from '../../../src/trust/keys/save-identity.js'

/** Any text, of every plane. */
const passphrase = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })

describe('a key file that was written', () => {
  let identity: Identity
  let secret: string

  beforeAll(async () => {
    const test = await createTestAuthority()
    identity = await test.identity()
    secret = toHex(await exportPrivateKey(privateKeyOf(identity)))
  })

  it('gives back key and certificates under the same passphrase, and nothing under another', async () => {
    await fc.assert(
      fc.asyncProperty(passphrase, passphrase, async (right, wrong) => {
        const options = { passphrase: right, iterations: 1000 }
        const files = [await exportPkcs12(identity, options), await exportPem(identity, options)]
        for (const file of files) {
          for (const given of [right, toUtf8(right)]) {
            const loaded = await loadIdentity(file, { passphrase: given })
            expect(toHex(await exportPrivateKey(privateKeyOf(loaded)))).toBe(secret)
            expect(equalBytes(loaded.certificate.der, identity.certificate.der)).toBe(true)
            expect(loaded.chain.length).toBe(identity.chain.length)
          }
          if (wrong === right) continue
          await expect(loadIdentity(file, { passphrase: wrong })).rejects.toMatchObject({
            code: 'identity.wrong-passphrase',
          })
        }
      }),
      { numRuns: 12 },
    )
  })

  it('is not opened after a change, and ends in a typed error', async () => {
    const container = await exportPkcs12(identity, { passphrase: 'x', iterations: 1000 })
    const key = await exportPkcs8(identity, { passphrase: 'x', iterations: 1000 })
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (isKey, at, mask) => {
        const mutant = (isKey ? key : container).slice()
        const place = at % mutant.length
        mutant[place] = (mutant[place] ?? 0) ^ mask
        const given = isKey ? { key: mutant, certificate: identity.certificate.der } : mutant
        const outcome: unknown = await loadIdentity(given, { passphrase: 'x' }).catch(
          (error: unknown) => error,
        )
        // PKCS #8 has no MAC; what is opened all the same is the key of the certificate.
        expect(outcome instanceof FiscalSealError || (isKey && !(outcome instanceof Error))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('of any bytes, or of any text, ends in a typed error', async () => {
    const input = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 100 }).map((bytes) => derSequence(derOctetString(bytes), bytes)),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('-----BEGIN ', '-----BEGIN X-----\n-----END X-----', 'Proc-Type: 4,ENCRYPTED'),
    )
    await fc.assert(
      fc.asyncProperty(input, async (bytes) => {
        const outcome: unknown = await loadIdentity(bytes, { passphrase: 'x' }).catch(
          (error: unknown) => error,
        )
        expect(outcome).toBeInstanceOf(FiscalSealError)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a private key in its plain form', () => {
  it('has the NULL of RSA where the file leaves it out', async () => {
    const pkcs8 = await exportPrivateKey(await generatePrivateKey({ kind: 'rsa', bits: 2048 }))
    const algorithm = toHex(derSequence(derOid('1.2.840.113549.1.1.1'), derNull()))
    const [head = '', key = ''] = toHex(pkcs8).split(algorithm)
    const without = derSequence(
      derInteger(0),
      derSequence(derOid('1.2.840.113549.1.1.1')),
      Buffer.from(key, 'hex'),
    )
    expect(head).not.toBe('')
    expect(toHex(plainPkcs8(without))).toBe(toHex(pkcs8))
  })

  it('is itself when it is read and written again', async () => {
    for (const parameters of [
      { kind: 'ec', curve: 'P-384' },
      { kind: 'ed25519' },
      { kind: 'rsa', bits: 2048 },
    ] as const) {
      const pkcs8 = await exportPrivateKey(await generatePrivateKey(parameters))
      expect(toHex(plainPkcs8(pkcs8))).toBe(toHex(pkcs8))
      const { keys } = await readKeyFile(pkcs8, Passphrase.from(undefined))
      expect(keys.map((key) => toHex(key.pkcs8))).toEqual([toHex(pkcs8)])
    }
  })
})
