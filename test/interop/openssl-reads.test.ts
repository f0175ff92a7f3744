import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { toHex } from '../../src/base/bytes.js'
import type { AuthorityServer } from '../../src/cli/authority/authority-server.js'
import { toPem } from '../../src/formats/x509/pem.js'
import { createAuthority, type Authority } from '../../src/trust/issuing/authority.js'
import { createRequest } from '../../src/trust/issuing/certification-request.js'
import { createKey } from '../../src/trust/issuing/key-holder.js'
import { KEY_KINDS } from '../../src/trust/issuing/key-kind.js'
import type { Identity } from '../../src/trust/keys/identity.js'
import {
  createFolder,
  openssl,
  opensslRefuses,
  serve,
  writeAuthority,
  type OpensslFolder,
} from './issuing-folder.js'

const SOKO = { legalName: 'Soko Ltd', taxId: 'P051234567X', country: 'KE' }

/** OpenSSL reads and verifies everything that an authority issues, whatever the kind of its keys. */
describe.each(KEY_KINDS)('of an authority with keys of %s, OpenSSL', (key) => {
  let folder: OpensslFolder
  let server: AuthorityServer
  let authority: Authority
  let good: Identity
  let bad: Identity

  beforeAll(async () => {
    folder = createFolder()
    const addresses = {
      crlUrl: 'http://authority.test/crl',
      ocspUrl: 'http://authority.test/ocsp',
      issuerUrl: 'http://authority.test/issuing-ca.cer',
    }
    authority = await createAuthority({
      name: 'Revenue Authority',
      country: 'KE',
      key,
      intermediates: 1,
      ...addresses,
    })
    server = await serve(() => authority)
    good = await authority.issue(SOKO)
    bad = await authority.issue(SOKO)
    await authority.revoke(bad, { reason: 'keyCompromise', invalidSince: new Date(Date.UTC(2026, 0, 1)) })
    writeAuthority(folder, authority)
    folder.write('good.pem', toPem('CERTIFICATE', good.certificate.der))
    folder.write('bad.pem', toPem('CERTIFICATE', bad.certificate.der))
  }, 120_000)

  afterAll(async () => {
    await server.stop()
    folder.remove()
  })

  const verify = (name: string): readonly string[] => [
    ...['verify', '-x509_strict', '-CAfile', folder.path('root.pem'), '-untrusted', folder.path('chain.pem')],
    ...['-crl_check_all', '-CRLfile', folder.path('crls.pem'), folder.path(name)],
  ]

  it('verifies the path of a signer with all lists, and refuses the one that was revoked', async () => {
    expect(await openssl(...verify('good.pem'))).toContain('good.pem: OK')
    expect(await opensslRefuses(...verify('bad.pem'))).toContain('certificate revoked')
  })

  it('reads addresses, usages and the tax id in a certificate', async () => {
    const text = await openssl('x509', '-in', folder.path('good.pem'), '-noout', '-text')
    for (const words of [
      'organizationIdentifier = VATKE-P051234567X',
      'URI:http://authority.test/crl',
      'OCSP - URI:http://authority.test/ocsp',
      'CA Issuers - URI:http://authority.test/issuing-ca.cer',
      'Digital Signature, Non Repudiation',
    ])
      expect(text).toContain(words)
  })

  it('verifies the list and reads number, reason and dates in it', async () => {
    const list = folder.write('list.pem', toPem('X509 CRL', authority.crl))
    const check = ['crl', '-in', list, '-noout', '-verify', '-CAfile', folder.path('issuing.pem')]
    expect(await openssl(...check)).toContain('verify OK')
    const text = await openssl('crl', '-in', list, '-noout', '-text')
    expect(text).toMatch(/X509v3 CRL Number: \n\s+2\n/)
    expect(text).toContain('Key Compromise')
    expect(text).toMatch(/Invalidity Date: \n\s+Jan {2}1 00:00:00 2026 GMT/)
    expect(text.toLowerCase()).toContain(toHex(bad.certificate.serialNumber))
  })

  it('verifies a request for a key of this kind, and the certificate for it', async () => {
    const { holder, pem } = await createKey(key)
    const request = await createRequest(holder, SOKO)
    const file = folder.write('request.pem', toPem('CERTIFICATE REQUEST', request))
    const text = await openssl('req', '-in', file, '-verify', '-noout', '-text')
    expect(text).toMatch(/verify OK/i)
    expect(text).toContain('Requested Extensions')
    const { certificate } = await authority.certify(request, SOKO)
    folder.write('certified.pem', toPem('CERTIFICATE', certificate.der))
    expect(await openssl(...verify('certified.pem'))).toContain('OK')
    const publicKey = await openssl('pkey', '-in', folder.write('key.pem', pem), '-pubout')
    expect(await openssl('x509', '-in', folder.path('certified.pem'), '-noout', '-pubkey')).toBe(publicKey)
  })

  it('verifies a renewed certificate', async () => {
    const { certificate } = await authority.renew(good.certificate)
    folder.write('renewed.pem', toPem('CERTIFICATE', certificate.der))
    expect(await openssl(...verify('renewed.pem'))).toContain('OK')
  })

  it.each(['-sha1', '-sha256'])(
    'asks the responder (%s), by POST with a nonce, and believes it',
    async (digest) => {
      // The digest holds for what comes next, once.
      const about = [
        ...[digest, '-cert', folder.path('good.pem'), digest, '-cert', folder.path('bad.pem')],
        ...[digest, '-serial', '0x1234'],
      ]
      const from = ['-url', `${server.url}/ocsp`, '-issuer', folder.path('issuing.pem')]
      const trust = ['-CAfile', folder.path('root.pem'), '-verify_other', folder.path('chain.pem')]
      const text = await openssl('ocsp', ...from, ...about, ...trust)
      expect(text).toContain('Response verify OK')
      expect(text).not.toContain('WARNING')
      expect(text).toMatch(/good\.pem: good/)
      expect(text).toMatch(/bad\.pem: revoked\n[^]*Reason: keyCompromise/)
      expect(text).toMatch(/0x1234: unknown/)
    },
  )

  it('reads an answer that was asked for by GET', async () => {
    const of = ['-issuer', folder.path('issuing.pem'), '-cert', folder.path('good.pem'), '-no_nonce']
    await openssl('ocsp', ...of, '-reqout', folder.path('ocsp.request'))
    const encoded = encodeURIComponent(Buffer.from(folder.read('ocsp.request')).toString('base64'))
    const response = await fetch(`${server.url}/ocsp/${encoded}`)
    folder.write('ocsp.response', new Uint8Array(await response.arrayBuffer()))
    const trust = ['-CAfile', folder.path('root.pem'), '-verify_other', folder.path('chain.pem')]
    const text = await openssl('ocsp', '-respin', folder.path('ocsp.response'), ...of, ...trust)
    expect(text).toContain('Response verify OK')
    expect(text).toContain('good.pem: good')
    expect(response.headers.get('cache-control')).toContain('max-age')
  })

  it.each(['-sha256', '-sha384', '-sha512'])(
    'has something stamped (%s) and verifies the stamp',
    async (digest) => {
      const query = ['-data', folder.path('good.pem'), digest, '-cert', '-out', folder.path('query')]
      await openssl('ts', '-query', ...query)
      const headers = { 'content-type': 'application/timestamp-query' }
      const body = Uint8Array.from(folder.read('query'))
      const response = await fetch(`${server.url}/tsa`, { method: 'POST', headers, body })
      expect(response.headers.get('content-type')).toBe('application/timestamp-reply')
      folder.write('reply', new Uint8Array(await response.arrayBuffer()))
      const trust = ['-CAfile', folder.path('root.pem'), '-untrusted', folder.path('chain.pem')]
      const reply = ['-in', folder.path('reply')]
      expect(
        await openssl('ts', '-verify', ...reply, '-queryfile', folder.path('query'), ...trust),
      ).toContain('OK')
      const data = ['-data', folder.path('good.pem')]
      expect(await openssl('ts', '-verify', ...reply, ...data, ...trust)).toContain('OK')
      const other = ['-data', folder.path('bad.pem')]
      expect(await opensslRefuses('ts', '-verify', ...reply, ...other, ...trust)).toContain('FAILED')
      expect(await openssl('ts', '-reply', ...reply, '-text')).toContain('Accuracy: 0x01 seconds')
    },
  )

  it('is told why something is not stamped', async () => {
    await openssl('ts', '-query', '-data', folder.path('good.pem'), '-sha1', '-out', folder.path('weak'))
    const headers = { 'content-type': 'application/timestamp-query' }
    const body = Uint8Array.from(folder.read('weak'))
    const response = await fetch(`${server.url}/tsa`, { method: 'POST', headers, body })
    folder.write('rejection', new Uint8Array(await response.arrayBuffer()))
    const text = await openssl('ts', '-reply', '-in', folder.path('rejection'), '-text')
    expect(text).toContain('Status: Rejected.')
    expect(text).toContain('unrecognized or unsupported algorithm identifier')
  })
})
