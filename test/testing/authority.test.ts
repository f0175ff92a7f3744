import { beforeAll, describe, expect, it } from '@jest/globals'
import { toUtf8 } from '../../src/base/bytes.js'
import { readPublicKey } from '../../src/crypto/public-key.js'
import { checkSignature } from '../../src/crypto/signature.js'
import {
  createTestAuthority,
  mismatched,
  SIGNING_KINDS,
  type TestAuthority,
} from '../../src/testing/authority.js'
import type { Identity } from '../../src/trust/keys/identity.js'
import { checkConstraints } from '../../src/trust/path/constraint-rules.js'
import { PathCache } from '../../src/trust/path/path-cache.js'
import { buildPath } from '../../src/trust/path/path.js'
import { checkRevocation } from '../../src/trust/path/revocation/revocation.js'

describe('an authority for tests', () => {
  let test: TestAuthority

  beforeAll(async () => {
    test = await createTestAuthority()
  })

  const judge = async (identity: Identity): Promise<string> => {
    const store = test.trust
    const at = Date.now()
    const cache = new PathCache()
    const { certificate, chain } = identity
    const result = await buildPath(certificate, {
      store,
      intermediates: chain,
      validationTime: at,
      usage: 'document-signature',
      constraints: () => checkConstraints,
      cache,
    })
    if (!result.ok) return result.findings.map(({ code }) => code).join(' ')
    const { outcome } = await checkRevocation(result.path, {
      anchor: result.anchor,
      crls: store.crls,
      at,
      cache,
    })
    return outcome
  }

  it('has an honest signer, and one of every kind that a verifier must tell apart', async () => {
    expect(await judge(await test.identity())).toBe('good')
    expect(await judge(await test.otherTaxpayer())).toBe('good')
    expect(await judge(await test.expired())).toBe('path.expired-no-proof')
    expect(await judge(await test.notYetValid())).toBe('path.expired-no-proof')
    expect(await judge(await test.revoked())).toBe('revoked')
    expect(await judge(test.authorityAsSigner())).toBe('path.key-usage path.extended-key-usage')
    expect(await judge(await test.impostor())).toBe('path.signature-invalid')
  })

  it('has signers with every kind of key and padding', async () => {
    const message = toUtf8('a message')
    for (const kind of SIGNING_KINDS.filter(({ key }) => !['RSA-3072', 'RSA-4096'].includes(key))) {
      const identity = await test.identity(kind)
      const signature = await identity.sign(message)
      const key = readPublicKey(identity.certificate.spki)
      expect(await checkSignature({ scheme: identity.scheme, key, message: [message], signature })).toBe(true)
    }
  })

  it('can show the certificate of another with a key of its own', async () => {
    const [own, other] = [await test.identity(), await test.otherTaxpayer()]
    const liar = mismatched(own, other.certificate)
    const message = toUtf8('a message')
    const signature = await liar.sign(message)
    const { scheme } = liar
    const check = { scheme, message: [message], signature }
    expect(await checkSignature({ ...check, key: readPublicKey(liar.certificate.spki) })).toBe(false)
    expect(await checkSignature({ ...check, key: readPublicKey(own.certificate.spki) })).toBe(true)
  })
})
