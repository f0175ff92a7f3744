import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fromUtf8, toHex } from '../../src/base/bytes.js'
import { parseTimeStampRequest } from '../../src/formats/cms/time-stamp-request.js'
import { parseTimeStampResponse, parseTimeStampToken } from '../../src/formats/cms/time-stamp-response.js'
import { parseCertificate, type Certificate } from '../../src/formats/x509/certificate.js'
import { crlNumberOf, parseCrl } from '../../src/formats/x509/crl.js'
import { subjectAlternativeNamesOf } from '../../src/formats/x509/extensions.js'
import { formatName } from '../../src/formats/x509/name.js'
import { ocspNonceOf, parseOcspRequest } from '../../src/formats/x509/ocsp-request-reader.js'
import { parseOcspResponse } from '../../src/formats/x509/ocsp-response.js'
import { parsePem } from '../../src/formats/x509/pem.js'
import { createAuthority } from '../../src/trust/issuing/authority.js'
import { readRequest } from '../../src/trust/issuing/certification-request.js'
import { createOcspResponder } from '../../src/trust/issuing/ocsp/ocsp-responder.js'
import { createTimeStampAuthority } from '../../src/trust/issuing/time-stamps/time-stamp-authority.js'
import { validatePath, type PathValidation } from '../../src/trust/path/validate-path.js'
import { opensslRefuses, openssl, writeAuthority } from './issuing-folder.js'
import { foundByOpenssl, OPENSSL_KEYS, type OpensslAuthority } from './openssl-authority.js'

/** Everything that the openssl command issues is read, and believed where it should be. */
describe.each(Object.entries(OPENSSL_KEYS))('what OpenSSL issues with keys of %s', (kind, key) => {
  let folder: OpensslAuthority

  beforeAll(async () => {
    folder = await foundByOpenssl(key)
    await folder.issue('good', 'signer')
    await folder.issue('bad', 'signer')
    await folder.run('ca', '-revoke', folder.path('bad.pem'), '-crl_compromise', '20260101000000Z')
    await folder.run('ca', '-gencrl', '-out', folder.path('list.pem'))
  }, 120_000)

  afterAll(() => {
    folder.remove()
  })

  const pem = (name: string): Uint8Array => {
    const [block] = parsePem(fromUtf8(folder.read(name)) ?? '')
    if (block === undefined) throw new Error(`${name} is no PEM`)
    return block.der
  }
  const certificate = (name: string): Certificate => parseCertificate(pem(name))
  const validate = (
    name: string,
    evidence: { readonly crls?: readonly Uint8Array[]; readonly ocsp?: readonly Uint8Array[] },
  ): Promise<PathValidation> =>
    validatePath(certificate(name), {
      trust: pem('root.pem'),
      intermediates: [certificate('issuing.pem')],
      revocation: 'prefer',
      ...evidence,
    })
  const codes = (result: PathValidation): string =>
    result.status === 'valid' ? result.revocation.outcome : result.findings.map(({ code }) => code).join(' ')

  it('is a certificate with every kind of name, whose path holds', async () => {
    const good = certificate('good.pem')
    expect(formatName(good.subject)).toBe('CN=good,O=Soko Ltd,C=KE')
    expect(subjectAlternativeNamesOf(good).map(({ kind: each }) => each)).toEqual([
      'rfc822Name',
      'uniformResourceIdentifier',
      'dNSName',
      'iPAddress',
      'directoryName',
      'otherName',
    ])
    expect(await validate('good.pem', {})).toMatchObject({ status: 'valid' })
  })

  it('is a list with a number, reasons and dates, which is believed', async () => {
    const list = pem('list.pem')
    expect(crlNumberOf(parseCrl(list))).toEqual(Uint8Array.of(1))
    expect(codes(await validate('bad.pem', { crls: [list] }))).toContain('revocation.revoked')
    expect(await validate('good.pem', { crls: [list] })).toMatchObject({ status: 'valid' })
  })

  it('is a request, whose maker has the key', async () => {
    const { request } = await readRequest(folder.read('good.csr'))
    expect(formatName(request.subject)).toBe('CN=good,O=Soko Ltd,C=KE')
    const extended = ['-addext', 'subjectAltName=DNS:example.com', '-addext', 'keyUsage=digitalSignature']
    const make = ['-new', '-key', folder.path('good.key'), '-subj', '/CN=x', '-outform', 'DER', ...extended]
    await folder.run('req', ...make, '-out', folder.path('more.csr'))
    const more = (await readRequest(folder.read('more.csr'))).request
    expect(subjectAlternativeNamesOf(more)).toEqual([{ kind: 'dNSName', text: 'example.com' }])
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const certified = await authority.certify(folder.read('more.csr'), {
      legalName: 'Soko',
      taxId: 'P051234567X',
    })
    expect(toHex(certified.certificate.spki)).toBe(toHex(certificate('good.pem').spki))
  })

  it('is an OCSP request and an answer, which is believed', async () => {
    await folder.issue('responder', 'responder')
    const about = [
      '-issuer',
      folder.path('issuing.pem'),
      '-cert',
      folder.path('good.pem'),
      '-cert',
      folder.path('bad.pem'),
    ]
    await openssl('ocsp', ...about, '-reqout', folder.path('request'))
    const request = parseOcspRequest(folder.read('request'))
    expect(request.requests.map(({ serialNumber }) => toHex(serialNumber))).toEqual(
      ['good.pem', 'bad.pem'].map((name) => toHex(certificate(name).serialNumber)),
    )
    const signer = ['-rsigner', folder.path('responder.pem'), '-rkey', folder.path('responder.key')]
    const from = ['-index', folder.path('index.txt'), '-CA', folder.path('issuing.pem'), '-ndays', '1']
    const files = ['-reqin', folder.path('request'), '-respout', folder.path('answer')]
    await openssl('ocsp', ...from, ...signer, ...files)
    const answer = folder.read('answer')
    const { basic } = parseOcspResponse(answer)
    expect(basic?.responses.map(({ status }) => status)).toEqual(['good', 'revoked'])
    expect(basic && ocspNonceOf(basic)).toEqual(ocspNonceOf(request))
    expect(codes(await validate('good.pem', { ocsp: [answer] }))).toBe('good')
    expect(codes(await validate('bad.pem', { ocsp: [answer] }))).toContain('revocation.revoked')
  })

  // OpenSSL 3.0 signs time-stamps as PKCS #7, which knows neither EdDSA nor keys that are for PSS alone.
  const stamps = kind !== 'Ed25519' && kind !== 'RSA-PSS'
  if (stamps)
    it('is a time-stamp request and a time-stamp', async () => {
      await folder.issue('stamper', 'stamper')
      const query = ['-data', folder.path('good.pem'), '-sha384', '-tspolicy', '1.2.3.4.2', '-cert']
      await folder.run('ts', '-query', ...query, '-out', folder.path('query'))
      const request = parseTimeStampRequest(folder.read('query'))
      expect(request).toMatchObject({ policy: '1.2.3.4.2', certificateRequested: true })
      await folder.run('ts', '-reply', '-queryfile', folder.path('query'), '-out', folder.path('reply'))
      const { status, token } = parseTimeStampResponse(folder.read('reply'))
      const { info, signedData } = parseTimeStampToken(token ?? new Uint8Array(0))
      expect(status).toBe('granted')
      expect(info).toMatchObject({
        policy: '1.2.3.4.2',
        accuracy: 1500.1,
        ordering: true,
        nonce: request.nonce,
      })
      expect(info.authority?.kind).toBe('directoryName')
      expect(info.imprint.hash).toEqual(request.imprint.hash)
      expect(Math.abs(info.time - Date.now())).toBeLessThan(60_000)
      expect(signedData.certificates).toHaveLength(2)
    })
})

describe('OpenSSL, asked wrongly by somebody else', () => {
  it('does not accept our answers to other questions', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const folder = await foundByOpenssl(OPENSSL_KEYS['P-256'] ?? [])
    try {
      writeAuthority(folder, authority)
      const data = ['-data', folder.path('root.pem')]
      for (const name of ['one', 'two'])
        await openssl('ts', '-query', ...data, '-sha256', '-cert', '-out', folder.path(name))
      const stamp = createTimeStampAuthority((at) => authority.service('time-stamp', at))
      folder.write('reply', await stamp(folder.read('one')))
      const trust = ['-CAfile', folder.path('root.pem'), '-untrusted', folder.path('chain.pem')]
      const verify = ['-verify', '-in', folder.path('reply'), ...trust]
      expect(await openssl('ts', ...verify, '-queryfile', folder.path('one'))).toContain('OK')
      expect(await opensslRefuses('ts', ...verify, '-queryfile', folder.path('two'))).toContain(
        'nonce mismatch',
      )
      const other = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
      const respond = createOcspResponder(authority)
      writeAuthority(folder, other)
      const of = ['-issuer', folder.path('issuing.pem'), '-serial', '1', '-no_nonce']
      await openssl('ocsp', ...of, '-reqout', folder.path('request'))
      folder.write('answer', await respond(folder.read('request')))
      const text = await opensslRefuses('ocsp', ...of, '-respin', folder.path('answer'))
      expect(text).toContain('unauthorized')
    } finally {
      folder.remove()
    }
  })
})
