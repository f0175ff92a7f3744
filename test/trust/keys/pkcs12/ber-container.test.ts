import { beforeAll, describe, expect, it } from '@jest/globals'
import { concatBytes } from '../../../../src/base/bytes.js'
import { readHeader } from '../../../../src/formats/der/header.js'
import { createTestAuthority } from '../../../../src/testing/authority.js'
import type { Identity } from '../../../../src/trust/keys/identity.js'
import { loadIdentity } from '../../../../src/trust/keys/load-identity.js'
import { exportPkcs12 } from '../../../../src/trust/keys/save-identity.js'

/** INTEGER 3, the version, in the shortest form. */
const VERSION_LENGTH = 3

describe('a PKCS #12 container in BER', () => {
  let identity: Identity
  let content: Uint8Array

  beforeAll(async () => {
    identity = await (await createTestAuthority()).identity()
    const der = await exportPkcs12(identity, { passphrase: 'secret', iterations: 1000 })
    content = der.subarray(readHeader(der, 0, der.length).contentStart)
  })

  const withLength = (inner: Uint8Array, octets: number): Uint8Array => {
    const length = Array.from(
      { length: octets },
      (_, index) => (inner.length >> (8 * (octets - 1 - index))) & 0xff,
    )
    return concatBytes([Uint8Array.of(0x30, 0x80 + octets, ...length), inner])
  }
  const longVersion = (): Uint8Array =>
    concatBytes([Uint8Array.of(2, 0x81, 1, 3), content.subarray(VERSION_LENGTH)])

  it.each<readonly [string, () => Uint8Array]>([
    ['the shortest length', () => withLength(content, 2)],
    ['a length of three octets', () => withLength(content, 3)],
    ['a length of four octets', () => withLength(content, 4)],
    ['a version with a long length', () => withLength(longVersion(), 2)],
    ['an indefinite length', () => concatBytes([Uint8Array.of(0x30, 0x80), content, new Uint8Array(2)])],
  ])('with %s is opened', async (_, write) => {
    const { certificate } = await loadIdentity(write(), { passphrase: 'secret' })
    expect(certificate.der).toEqual(identity.certificate.der)
    await expect(loadIdentity(write(), { passphrase: 'other' })).rejects.toMatchObject({
      code: 'identity.wrong-passphrase',
    })
  })
})
