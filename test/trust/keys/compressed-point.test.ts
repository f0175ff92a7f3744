import { ECDH } from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { toHex } from '../../../src/base/bytes.js'
import { exportPkcs8 } from '../../../src/crypto/private-key.js'
import { DerCursor } from '../../../src/formats/der/cursor.js'
import { contextTag } from '../../../src/formats/der/tag.js'
import {
  derBitString,
  derContext,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
} from '../../../src/formats/der/writer.js'
import { createTestAuthority } from '../../../src/testing/authority.js'
import { privateKeyOf, type Identity } from '../../../src/trust/keys/identity.js'
import { loadIdentity } from '../../../src/trust/keys/load-identity.js'

const EC = derOid('1.2.840.10045.2.1')
const P256 = derOid('1.2.840.10045.3.1.7')

/** Private value and uncompressed point of the ECPrivateKey in a PrivateKeyInfo. */
function halvesOf(pkcs8: Uint8Array): { readonly value: Uint8Array; readonly point: Uint8Array } {
  const info = DerCursor.open(pkcs8).sequence()
  info.smallInteger()
  info.sequence()
  const key = DerCursor.open(info.octetString()).sequence()
  key.smallInteger()
  const value = key.octetString()
  key.skipOptional(contextTag(0))
  return { value, point: key.enter(contextTag(1)).octetBits() }
}

describe('a key file with the public half of an elliptic key in the form', () => {
  let identity: Identity
  let value: Uint8Array
  let point: Uint8Array

  beforeAll(async () => {
    identity = await (await createTestAuthority()).identity()
    ;({ value, point } = halvesOf(await exportPkcs8(privateKeyOf(identity))))
  })

  it.each(['compressed', 'uncompressed', 'hybrid'] as const)('%s is loaded', async (form) => {
    const written = Uint8Array.from(
      ECDH.convertKey(point, 'prime256v1', undefined, undefined, form) as unknown as Uint8Array,
    )
    const half = derContext(1, derBitString(written))
    const sec1 = derSequence(derInteger(1), derOctetString(value), derContext(0, P256), half)
    const inner = derSequence(derInteger(1), derOctetString(value), half)
    const pkcs8 = derSequence(derInteger(0), derSequence(EC, P256), derOctetString(inner))
    for (const key of [sec1, pkcs8]) {
      const loaded = await loadIdentity({ key, certificate: identity.certificate.der })
      expect(toHex(loaded.publicKey.material)).toBe(toHex(point))
    }
  })
})
