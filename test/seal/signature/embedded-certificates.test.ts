import { describe, expect, it } from '@jest/globals'
import { newOperationCounter } from '../../../src/crypto/signature.js'
import { checkEmbeddedCertificates } from '../../../src/seal/signature/embedded-certificates.js'
import { PathCache } from '../../../src/trust/path/path-cache.js'
import { makeRoot, makeSigner } from '../../trust/made-certificate.js'

describe('certificates that came with a signature and are on no path', () => {
  it('cost no more than a budget, of which all signatures of a file take', async () => {
    const issuers = await Promise.all(Array.from({ length: 6 }, () => makeRoot('CA')))
    const stranger = await makeRoot('CA')
    const forged = await Promise.all(Array.from({ length: 6 }, () => makeSigner(stranger)))
    const embedded = [...issuers, ...forged].map(({ certificate }) => certificate)
    const counter = newOperationCounter()
    const budget = { links: 20 }
    const check = {
      embedded,
      path: issuers.map(({ certificate }) => certificate),
      cache: new PathCache(),
      counter,
    }
    const codes = async (): Promise<readonly string[]> =>
      (await checkEmbeddedCertificates({ ...check, budget })).map(({ code }) => code)
    const forgedOnes = Array.from({ length: 4 }, () => 'cms.certificate-forged')
    expect(await codes()).toEqual([...forgedOnes, 'path.limit'])
    expect(await codes()).toEqual(['path.limit'])
    expect(counter.publicKey).toBeLessThanOrEqual(24)
  })
})
