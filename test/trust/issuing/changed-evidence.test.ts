import { beforeAll, describe, expect, it } from '@jest/globals'
import { FiscalSealError } from '../../../src/base/errors.js'
import { digest } from '../../../src/crypto/digest.js'
import { readPublicKey } from '../../../src/crypto/public-key.js'
import { buildOcspRequest } from '../../../src/formats/x509/ocsp-request-writer.js'
import { createAuthority, type Authority } from '../../../src/trust/issuing/authority.js'
import { createOcspResponder } from '../../../src/trust/issuing/ocsp/ocsp-responder.js'
import type { Identity } from '../../../src/trust/keys/identity.js'
import { validatePath } from '../../../src/trust/path/validate-path.js'

const SOKO = { legalName: 'Soko Ltd', taxId: 'P051234567X' }

let authority: Authority
let identity: Identity
let answer: Uint8Array

beforeAll(async () => {
  authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
  identity = await authority.issue(SOKO)
  answer = await createOcspResponder(authority)(await question())
})

async function question(): Promise<Uint8Array> {
  const { subject, spki } = authority.issuingCertificate
  return buildOcspRequest({
    digest: 'SHA-256',
    issuerNameHash: await digest('SHA-256', [subject.der]),
    issuerKeyHash: await digest('SHA-256', [readPublicKey(spki).material]),
    serialNumber: identity.certificate.serialNumber,
  })
}

interface Shown {
  readonly leaf?: Uint8Array
  readonly issuing?: Uint8Array
  readonly crl?: Uint8Array
  readonly ocsp?: Uint8Array
}

/** Returns the status of the path when these stand in place of what was issued; of the evidence, only what is given is there. */
async function judge({ leaf, issuing, crl, ocsp }: Shown): Promise<string> {
  const root = authority.crls[0]?.der ?? new Uint8Array(0)
  try {
    const result = await validatePath(leaf ?? identity.certificate.der, {
      trust: authority.certificate.der,
      intermediates: [issuing ?? authority.issuingCertificate.der],
      crls: [root, ...(crl === undefined ? [] : [crl])],
      ocsp: ocsp === undefined ? [] : [ocsp],
      revocation: 'require',
    })
    return result.status
  } catch (error) {
    if (error instanceof FiscalSealError) return error.code
    throw error
  }
}

/** Every byte changed by one bit, and every length cut off: whatever is accepted is named. */
async function accepted(whole: Uint8Array, show: (changed: Uint8Array) => Shown): Promise<readonly number[]> {
  const found: number[] = []
  for (let index = 0; index < whole.length; index++) {
    const changed = whole.slice()
    changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8))
    if ((await judge(show(changed))) === 'valid') found.push(index)
    if (index % 16 === 0 && (await judge(show(whole.subarray(0, index)))) === 'valid') found.push(-index)
  }
  return found
}

describe('of what an authority issued, nothing that was changed is accepted', () => {
  it('all being well when nothing was', async () => {
    expect(await judge({ crl: authority.crl })).toBe('valid')
    expect(await judge({ ocsp: answer })).toBe('valid')
    expect(await judge({})).toBe('indeterminate')
  })

  it('not a certificate', async () => {
    const { crl } = authority
    expect(await accepted(identity.certificate.der, (leaf) => ({ leaf, crl }))).toEqual([])
  })

  it('not the certificate of the issuing CA', async () => {
    const { crl } = authority
    expect(await accepted(authority.issuingCertificate.der, (issuing) => ({ issuing, crl }))).toEqual([])
  })

  it('not a list', async () => {
    expect(await accepted(authority.crl, (crl) => ({ crl }))).toEqual([])
  })

  it('not an answer about status', async () => {
    expect(await accepted(answer, (ocsp) => ({ ocsp }))).toEqual([])
  })
})
