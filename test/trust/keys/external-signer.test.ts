import { beforeAll, describe, expect, it } from '@jest/globals'
import { equalBytes, toUtf8 } from '../../../src/base/bytes.js'
import { FiscalSealError } from '../../../src/base/errors.js'
import { CURVES } from '../../../src/crypto/curve.js'
import { toFixedLength } from '../../../src/crypto/ecdsa-signature.js'
import { checkSignature } from '../../../src/crypto/signature.js'
import { sign } from '../../../src/seal/sign/sign.js'
import { verify } from '../../../src/seal/verify/verify.js'
import { createTestAuthority, type TestAuthority } from '../../../src/testing/authority.js'
import { createPdf } from '../../../src/testing/pdf/test-pdf.js'
import type { SignElsewhere } from '../../../src/trust/keys/checked-signer.js'
import type { Identity } from '../../../src/trust/keys/identity.js'
import { identityFromSigner } from '../../../src/trust/keys/load-identity.js'

const MESSAGE = toUtf8('signed attributes')

async function codeOf(action: () => Promise<unknown>): Promise<string> {
  try {
    await action()
    return 'accepted'
  } catch (error) {
    if (error instanceof FiscalSealError) return error.code
    throw error
  }
}

describe('a signer elsewhere', () => {
  let test: TestAuthority
  let own: Identity

  beforeAll(async () => {
    test = await createTestAuthority()
    own = await test.identity()
  })

  const external = (answer: SignElsewhere, timeout?: number): Promise<Identity> =>
    identityFromSigner({
      certificate: own.certificate.der,
      chain: own.chain.map(({ der }) => der),
      sign: answer,
      ...(timeout === undefined ? {} : { timeout }),
    })

  const holds = (identity: Identity, signature: Uint8Array): unknown =>
    checkSignature({ scheme: identity.scheme, key: identity.publicKey, message: [MESSAGE], signature })

  it('may answer in DER, and is told the scheme', async () => {
    const schemes: unknown[] = []
    const identity = await external((message, scheme) => {
      schemes.push(scheme)
      return own.sign(message)
    })
    expect(await holds(identity, await identity.sign(MESSAGE))).toBe(true)
    expect(schemes).toEqual([{ kind: 'ecdsa', digest: 'SHA-256' }])
  })

  it('may answer with r and s one after the other, and what comes back is DER', async () => {
    const identity = await external(async (message) =>
      toFixedLength(await own.sign(message), CURVES['P-256'].size),
    )
    const signature = await identity.sign(MESSAGE)
    expect(signature[0]).toBe(0x30)
    expect(await holds(identity, signature)).toBe(true)
  })

  it('of every kind of key seals a document that is trusted', async () => {
    for (const key of ['RSA-2048', 'P-384', 'Ed25519'] as const) {
      const inside = await test.identity({ key })
      const identity = await identityFromSigner({
        certificate: inside.certificate.der,
        chain: inside.chain.map(({ der }) => der),
        sign: (message) => inside.sign(message),
      })
      const sealed = await sign(createPdf(), { identity, anySeller: true })
      const report = await verify(sealed.bytes, { trust: test.authority.trust, seller: 'not-required' })
      expect(report.status).toBe('trusted')
    }
  })

  it('is refused with identity.signer when the answer does not verify', async () => {
    const stranger = await test.identity()
    const honest = await own.sign(MESSAGE)
    const lies: Readonly<Record<string, SignElsewhere>> = {
      'another message': () => own.sign(toUtf8('something else')),
      'another key': (message) => stranger.sign(message),
      'a bit flipped': () => Uint8Array.from(honest, (byte, index) => (index === 20 ? byte ^ 1 : byte)),
      nothing: () => new Uint8Array(0),
      zeros: () => new Uint8Array(64),
      'no bytes': () => 'signature' as unknown as Uint8Array,
      undefined: () => undefined as unknown as Uint8Array,
      'an error of its own': () => Promise.reject(new Error('token removed')),
      'an error at once': () => {
        throw new TypeError('no session')
      },
      'what it does to the message': (message) => {
        message.fill(0x41)
        return own.sign(message)
      },
    }
    for (const [lie, answer] of Object.entries(lies)) {
      const identity = await external(answer)
      const outcome = await codeOf(async () => identity.sign(MESSAGE))
      expect([lie, outcome]).toEqual([lie, 'identity.signer'])
    }
    expect(equalBytes(MESSAGE, toUtf8('signed attributes'))).toBe(true)
  })

  it('cannot change its answer after it was checked', async () => {
    const answers: Uint8Array[] = []
    const identity = await external(async (message) => {
      const answer = Buffer.from(await own.sign(message))
      answers.push(answer)
      return answer
    })
    const signature = await identity.sign(MESSAGE)
    for (const answer of answers) answer.fill(0)
    expect(await holds(identity, signature)).toBe(true)
  })

  it('seals nothing when it lies', async () => {
    const identity = await external(() => own.sign(toUtf8('something else')))
    await expect(sign(createPdf(), { identity, anySeller: true })).rejects.toMatchObject({
      code: 'identity.signer',
    })
  })

  it('may be slow, and may be asked several things at once', async () => {
    const identity = await external(async (message) => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      return own.sign(message)
    }, 5000)
    const signatures = await Promise.all([1, 2, 3].map(async () => identity.sign(MESSAGE)))
    for (const signature of signatures) expect(await holds(identity, signature)).toBe(true)
  })

  it('is refused with identity.signer when it does not answer in time', async () => {
    const never = await external(() => new Promise<Uint8Array>(() => undefined), 20)
    await expect(never.sign(MESSAGE)).rejects.toMatchObject({ code: 'identity.signer' })
    await expect(never.sign(MESSAGE)).rejects.toThrow('did not answer within 20 ms')
  })

  it('needs a timeout that a timer can count', async () => {
    for (const timeout of [0, -1, Number.NaN, 2 ** 31]) {
      await expect(external((message) => own.sign(message), timeout)).rejects.toMatchObject({
        code: 'argument.invalid',
      })
    }
  })
})
