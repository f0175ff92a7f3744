import { describe, expect, it } from '@jest/globals'
import { toHex, toLatin1 } from '../../../src/base/bytes.js'
import { digest } from '../../../src/crypto/digest.js'
import { maxSignatureLength } from '../../../src/crypto/private-key.js'
import { DetachedSignatures } from '../../../src/formats/cms/detached-signature.js'
import {
  buildSignedAttributes,
  buildSignedData,
  digestOf,
} from '../../../src/formats/cms/signed-data-builder.js'
import { createAuthority } from '../../../src/trust/issuing/authority.js'

const ZERO = 0x30

describe.each(['RSA-2048', 'P-256', 'Ed25519'] as const)('detached signatures with %s', (key) => {
  it('say what is built anew for each, whatever the length of the signature value', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const { certificate, publicKey, scheme } = await authority.issue({
      legalName: 'Soko',
      taxId: 'P051234567X',
      key,
    })
    const algorithm = digestOf(scheme)
    const certificates = [certificate.der]
    const fingerprint = await digest('SHA-256', certificates)
    const signatureLength = maxSignatureLength(publicKey)
    const form = { signer: certificate, certificates, digest: algorithm, scheme }
    const signatures = new DetachedSignatures({ ...form, fingerprint, signatureLength })
    for (const length of [signatureLength, signatureLength - 2, signatureLength, signatureLength + 900]) {
      const messageDigest = await digest(algorithm, [Uint8Array.of(length & 0xff)])
      const signature = new Uint8Array(length).fill(0xa5)
      const signedAttributes = buildSignedAttributes({
        messageDigest,
        signingCertificate: { digest: fingerprint },
      })
      const signedData = buildSignedData({ ...form, signedAttributes, signature })
      expect(signatures.signedAttributes(messageDigest)).toEqual(signedAttributes)
      const room = new Uint8Array(2 * signedData.length + 1).fill(ZERO)
      expect(signatures.writeSignedData(room, messageDigest, signature)).toBe(signedData.length)
      expect(toLatin1(room)).toBe(`${toHex(signedData)}0`)
      const tooLittle = new Uint8Array(2 * signedData.length - 1).fill(ZERO)
      expect(signatures.writeSignedData(tooLittle, messageDigest, signature)).toBe(signedData.length)
      expect(tooLittle.every((byte) => byte === ZERO)).toBe(true)
      expect(signedData.length <= signatures.maxLength).toBe(length <= signatureLength)
    }
  })
})
