import { beforeAll, describe, expect, it } from '@jest/globals'
import { toBase64 } from '../../../src/base/base64.js'
import { digest } from '../../../src/crypto/digest.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { buildOcspRequest } from '../../../src/formats/x509/ocsp-request-writer.js'
import { parseOcspResponse } from '../../../src/formats/x509/ocsp-response.js'
import { createAuthority, type Authority } from '../../../src/trust/issuing/authority.js'
import { createAuthorityService } from '../../../src/trust/issuing/authority-service.js'

let authority: Authority

beforeAll(async () => {
  authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
})

/** Returns a request in base64 whose nonce of ones is so long; every third ends in a slash. */
async function encodedRequest(length: number): Promise<string> {
  const { subject, spki, serialNumber } = authority.issuingCertificate
  const request = buildOcspRequest({
    digest: 'SHA-1',
    issuerNameHash: await digest('SHA-1', [subject.der]),
    issuerKeyHash: await digest('SHA-1', [readPublicKey(spki).material]),
    serialNumber,
    nonce: new Uint8Array(length).fill(0xff),
  })
  return toBase64(request)
}

async function statusAt(path: string): Promise<string | undefined> {
  const respond = createAuthorityService(() => authority)
  const { body } = await respond({ method: 'GET', path, contentType: '', body: new Uint8Array() })
  return parseOcspResponse(body).status
}

describe('the service of an authority', () => {
  it('reads a request in the path, encoded or not, also one that ends in a slash or has one after it', async () => {
    const requests = await Promise.all([16, 17, 18].map(encodedRequest))
    expect(requests.filter((each) => each.endsWith('/'))).toHaveLength(1)
    for (const each of requests)
      for (const path of [each, `${each}/`, encodeURIComponent(each)])
        expect(await statusAt(`/ocsp/${path}`)).toBe('successful')
    expect(await statusAt(`/ocsp/${requests[0] ?? ''}//`)).toBe('malformedRequest')
  })
})
