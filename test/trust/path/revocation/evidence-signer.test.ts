import { describe, expect, it } from '@jest/globals'
import { newOperationCounter } from '../../../../src/crypto/signature.js'
import { PathCache } from '../../../../src/trust/path/path-cache.js'
import { isSignedBy, pathOfSigner } from '../../../../src/trust/path/revocation/evidence-signer.js'
import type { Inquiry } from '../../../../src/trust/path/revocation/revocation-options.js'
import { makeIntermediate, makeRoot, makeSigner, NOON } from '../../made-certificate.js'
import { anchorOf } from './asked.js'

describe('the search for who signed evidence', () => {
  it('ends with the budget of its question, and then nothing more is asked', async () => {
    const root = await makeRoot('Root')
    const strangers = await Promise.all(Array.from({ length: 6 }, () => makeIntermediate('CA', root)))
    const ca = await makeIntermediate('CA', root)
    const { certificate } = await makeSigner(ca)
    const search = async (signatures: number) => {
      const counter = newOperationCounter()
      const inquiry: Inquiry = {
        ...{
          certificate,
          path: [certificate],
          budget: { signatures, paths: 9, requests: 0 },
          outcomeOf: () => Promise.resolve('good'),
        },
        options: {
          ...{ anchor: anchorOf(root), crls: [], at: NOON, cache: new PathCache(), counter },
          intermediates: [...strangers, ca].map((made) => made.certificate),
        },
      }
      const path = await pathOfSigner(certificate, NOON, inquiry)
      return { path, inquiry, spent: counter.publicKey }
    }
    const whole = await search(20)
    expect(whole.path?.map(({ der }) => der)).toEqual([certificate.der, ca.certificate.der])
    expect(whole.inquiry.budget.signatures).toBe(20 - whole.spent)
    const cut = await search(3)
    expect([cut.path, cut.spent]).toEqual([undefined, 3])
    await expect(isSignedBy(certificate, ca.certificate.spki, cut.inquiry)).rejects.toThrow(
      'too much evidence',
    )
  })
})
