import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { equalBytes, toHex, toUtf8 } from '../../../src/base/bytes.js'
import { FiscalSealError } from '../../../src/base/errors.js'
import { exportPkcs8 as exportPrivateKey, generatePrivateKey } from '../../../src/crypto/private-key.js'
import { derOctetString, derSequence } from '../../../src/formats/der/writer.js'
import { createTestAuthority } from '../../../src/testing/authority.js'
import { type Identity, privateKeyOf } from '../../../src/trust/keys/identity.js'
import { readKeyFile } from '../../../src/trust/keys/key-file.js'
import { loadIdentity } from '../../../src/trust/keys/load-identity.js'
import { Passphrase } from '../../../src/trust/keys/passphrase.js'
import { plainPkcs8 } from '../../../src/trust/keys/pkcs8.js'
import { exportPem, exportPkcs12, exportPkcs8 } from '../../../src/trust/keys/save-identity.js'

/** Any text, of every plane. */
const passphrase = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })

describe('a private key in its plain form', () => {
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
