import { readdirSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fromUtf8 } from '../../src/base/bytes.js'
import { liveAuthority } from '../../src/cli/authority/live-authority.js'
import { openAuthority } from '../../src/cli/authority/authority-folder.js'
import { startAuthorityServer } from '../../src/cli/authority/authority-server.js'
import { createAuthorityService } from '../../src/trust/issuing/authority-service.js'
import { fiscalseal, type Outcome } from './fake-terminal.js'
import { openWorkshop, type Workshop } from './workshop.js'

let workshop: Workshop

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => {
  workshop.remove()
})

const SELLER = ['--name', 'Soko Ltd', '--tax-id', 'P051234567X']

function on(command: string, ...args: readonly string[]): Promise<Outcome> {
  return fiscalseal([...command.split(' '), ...args, '--authority', workshop.path('authority')])
}

async function done(command: string, ...args: readonly string[]): Promise<Outcome> {
  const outcome = await on(command, ...args)
  expect(outcome).toMatchObject({ code: 0 })
  return outcome
}

async function issued(name: string): Promise<string> {
  await done('issue', ...SELLER, '--unencrypted', '--out', workshop.path(name))
  return workshop.path(name)
}

async function verified(name: string): Promise<number> {
  const { path } = workshop
  await fiscalseal(['sign', path('receipt.pdf'), '--identity', path(name), '--out', path('v.pdf'), '--force'])
  return (await fiscalseal(['verify', path('v.pdf'), '--trust', path('authority')])).code
}

describe('authority revoke', () => {
  it('makes verifiers refuse whom they accepted before', async () => {
    await issued('bad.pem')
    expect(await verified('bad.pem')).toBe(0)
    const { err } = await done('authority revoke', workshop.path('bad.pem'), '--reason', 'keyCompromise')
    expect(err).toContain('is revoked')
    expect(await verified('bad.pem')).toBe(3)
    expect(await verified('soko.pem')).toBe(0)
  })

  it('takes a serial number, colons or not, and knows which were issued here', async () => {
    await issued('other.pem')
    const { out } = await done('authority list')
    const serial = out.trim().split('\n').at(-1)?.split('  ')[0] ?? ''
    const spelt = serial.toUpperCase().match(/../g)?.join(':') ?? ''
    await done('authority revoke', spelt, '--at', '2026-01-01', '--invalid-since', '2025-12-24')
    expect(await on('authority revoke', '00ff')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No certificate with the serial number 00ff'),
    })
    expect(await on('authority revoke', serial)).toMatchObject({
      code: 1,
      err: expect.stringContaining('revoked already'),
    })
    expect(await on('authority revoke', serial, '--reason', 'tired')).toMatchObject({ code: 2 })
    expect(await on('authority revoke', serial, '--at', 'soon')).toMatchObject({ code: 2 })
    expect(await on('authority revoke', workshop.path('sale.json'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('holds no certificate'),
    })
  })
})

describe('authority list', () => {
  it('shows status and name, one a line, or one JSON object a line', async () => {
    const { out } = await done('authority list')
    expect(out).toMatch(/^[0-9a-f]{32} {2}good {5}\d{4}-\d{2}-\d{2} {2}CN=Soko Ltd/m)
    expect(out).toMatch(/^[0-9a-f]{32} {2}revoked /m)
    const { out: lines } = await done('authority list', '--json')
    const objects = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly status: string; readonly reason?: string })
    expect(objects).toContainEqual(expect.objectContaining({ status: 'revoked', reason: 'keyCompromise' }))
  })
})

describe('authority renew', () => {
  it('certifies the same key again, and a new one when asked', async () => {
    const { path } = workshop
    await issued('first.pem')
    await done('authority renew', path('first.pem'), '--out', path('next-certificate.pem'))
    const next = fromUtf8(workshop.read('next-certificate.pem')) ?? ''
    expect(next).not.toContain('PRIVATE KEY')
    const [key = ''] = (fromUtf8(workshop.read('first.pem')) ?? '').split('-----BEGIN CERTIFICATE')
    workshop.write('renewed.pem', `${key}${next}`)
    expect(await verified('renewed.pem')).toBe(0)
    const withKey = ['--new-key', '--key', 'P-384', '--unencrypted', '--days', '30']
    await done('authority renew', path('first.pem'), ...withKey, '--out', path('rekeyed.pem'))
    expect(await verified('rekeyed.pem')).toBe(0)
  })

  it('gives a revoked key no certificate, but its owner one for a new key', async () => {
    const { path } = workshop
    const refused = await on('authority renew', path('bad.pem'), '--out', path('never.pem'))
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('revoked') })
    await done('authority renew', path('bad.pem'), '--new-key', '--unencrypted', '--out', path('good.pem'))
    expect(await verified('good.pem')).toBe(0)
  })

  it('is called rightly, or says how', async () => {
    const { path } = workshop
    const renew = (...args: readonly string[]): Promise<Outcome> =>
      on('authority renew', path('soko.pem'), '--out', path('never.pem'), ...args)
    expect(await renew('--key', 'P-256')).toMatchObject({ code: 2 })
    expect(await renew('--unencrypted')).toMatchObject({ code: 2 })
    expect(await on('authority renew', path('soko.pem'), '--out', path('never.p12'))).toMatchObject({
      code: 2,
    })
    expect(await on('authority renew', path('authority/root.pem'), '--out', path('never.pem'))).toMatchObject(
      {
        code: 1,
        err: expect.stringContaining('was not issued here'),
      },
    )
    expect(readdirSync(path('.'))).not.toContain('never.pem')
  })
})

describe('authority crl', () => {
  it('writes lists with higher numbers, of the issuing CA or of all', async () => {
    const number = async (...args: readonly string[]): Promise<number> =>
      Number(/number (\d+)/.exec((await done('authority crl', ...args)).err)?.[1])
    const first = await number()
    const root = workshop.read('authority/root.crl')
    expect(await number('--all')).toBe(first + 1)
    expect(workshop.read('authority/root.crl')).not.toEqual(root)
  })
})

describe('csr', () => {
  const wish = ['--name', 'Soko Ltd', '--tax-id', 'P051234567X', '--country', 'ke']

  it('makes a key and a request, which the authority certifies without ever seeing the key', async () => {
    const { path } = workshop
    const files = ['--key-file', path('key.pem'), '--out', path('soko.csr')]
    const made = await fiscalseal(['csr', ...wish, '--new-key', 'P-256', '--unencrypted', ...files])
    expect(made).toMatchObject({ code: 0 })
    expect(statSync(path('key.pem')).mode & 0o777).toBe(0o600)
    expect(await fiscalseal(['csr', '--check', path('soko.csr')])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^CN=Soko Ltd,organizationIdentifier=VATKE-P051234567X.*\nKey: P-256/),
    })
    const issue = ['--csr', path('soko.csr'), '--out', path('soko-certificate.pem')]
    const { err } = await done('issue', ...SELLER, ...issue)
    expect(err).toContain('asks for CN=Soko Ltd')
    const own = `${fromUtf8(workshop.read('key.pem')) ?? ''}${fromUtf8(workshop.read('soko-certificate.pem')) ?? ''}`
    workshop.write('own.pem', own)
    expect(await verified('own.pem')).toBe(0)
  })

  it('makes one for a key that is there, encrypted or not', async () => {
    const { path, write } = workshop
    write('pass.txt', 'geheim')
    const key = ['--key-file', path('locked-key.pem'), '--passphrase-file', path('pass.txt')]
    const out = ['--out', path('locked.csr')]
    expect(await fiscalseal(['csr', ...wish, '--new-key', 'Ed25519', ...key, ...out])).toMatchObject({
      code: 0,
    })
    expect(fromUtf8(workshop.read('locked-key.pem'))).toContain('ENCRYPTED PRIVATE KEY')
    expect(await fiscalseal(['csr', ...wish, ...key, ...out, '--force'])).toMatchObject({ code: 0 })
    const soko = ['--key-file', path('soko.pem'), '--out', path('again.csr')]
    expect(await fiscalseal(['csr', ...wish, ...soko])).toMatchObject({ code: 0 })
  })

  it('refuses what is no request, or one that somebody changed', async () => {
    const { path, write } = workshop
    const text = fromUtf8(workshop.read('soko.csr')) ?? ''
    write(
      'changed.csr',
      text.replace(/[A-Za-z](?=[^\n]*\n-----END)/, (letter) => (letter === 'A' ? 'B' : 'A')),
    )
    for (const name of ['changed.csr', 'soko.pem', 'sale.json']) {
      const outcome = await fiscalseal(['csr', '--check', path(name)])
      expect(outcome).toMatchObject({ code: 1, err: expect.stringContaining('request.invalid') })
    }
    const certify = await on('issue', ...SELLER, '--csr', path('changed.csr'), '--out', path('never.pem'))
    expect(certify).toMatchObject({ code: 1, err: expect.stringContaining('request.invalid') })
  })

  it('is called rightly, or says how', async () => {
    const { path } = workshop
    const csr = (...args: readonly string[]): Promise<Outcome> => fiscalseal(['csr', ...args])
    expect(await csr(...wish, '--out', path('never.csr'))).toMatchObject({ code: 2 })
    expect(await csr('--check', path('soko.csr'), '--force')).toMatchObject({ code: 2 })
    const over = ['--key-file', path('soko.pem'), '--new-key', 'P-256', '--out', path('never.csr')]
    expect(await csr(...wish, ...over, '--unencrypted')).toMatchObject({
      code: 1,
      err: expect.stringContaining('file.exists'),
    })
    expect(await csr(...wish, '--key-file', path('sale.json'), '--out', path('never.csr'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('identity.unreadable'),
    })
    const both = await on('issue', ...SELLER, '--csr', path('soko.csr'), '--key', 'P-256', '--out', 'x.pem')
    expect(both).toMatchObject({ code: 2 })
  })
})

/** Sends half of a body and goes away. */
function abortedPost(url: string): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/timestamp-query', 'content-length': '1000' }
    const half = request(url, { method: 'POST', headers })
    half.on('error', () => {
      resolve('aborted')
    })
    half.write('half', () => half.destroy(new Error('gone')))
  })
}

describe('authority serve', () => {
  it('answers over HTTP, sees what other commands change, and bounds what strangers send', async () => {
    const live = liveAuthority(await openAuthority(workshop.path('authority'), undefined))
    await live.maintain()
    const failures: unknown[] = []
    const server = await startAuthorityServer(
      createAuthorityService(() => live.current()),
      { host: '127.0.0.1', port: 0 },
      (error) => failures.push(error),
    )
    try {
      const crl = async (): Promise<Uint8Array> =>
        new Uint8Array(await (await fetch(`${server.url}/crl`)).arrayBuffer())
      expect(await crl()).toEqual(workshop.read('authority/issuing-ca.crl'))
      await done('authority crl')
      expect(await crl()).toEqual(workshop.read('authority/issuing-ca.crl'))
      const post = (path: string, type: string, body: BodyInit): Promise<Response> =>
        fetch(`${server.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body })
      const garbage = await post('/ocsp', 'application/ocsp-request', 'garbage')
      expect([...new Uint8Array(await garbage.arrayBuffer())]).toEqual([0x30, 3, 0x0a, 1, 1])
      expect((await post('/ocsp', 'text/plain', '')).status).toBe(415)
      expect((await post('/tsa', 'text/plain', '')).status).toBe(415)
      expect((await fetch(`${server.url}/tsa`)).status).toBe(405)
      expect((await post('/crl', 'text/plain', '')).status).toBe(405)
      expect((await fetch(`${server.url}/authority.json`)).status).toBe(404)
      expect((await fetch(`${server.url}/ocsp/%FF`)).status).toBe(200)
      expect((await fetch(`${server.url}/crl`, { method: 'HEAD' })).headers.get('content-type')).toBe(
        'application/pkix-crl',
      )
      expect((await post('/ocsp', 'application/ocsp-request', 'x'.repeat(70_000))).status).toBe(413)
      expect(await (await fetch(server.url)).text()).toContain('POST /tsa')
      await expect(abortedPost(`${server.url}/tsa`)).resolves.toBe('aborted')
      expect((await fetch(`${server.url}/crl`)).status).toBe(200)
      expect(failures).toEqual([])
    } finally {
      await server.stop()
    }
  })

  it('keeps its services when it starts again', async () => {
    const { path } = workshop
    const before = (await openAuthority(path('authority'), undefined)).authority
    const first = await before.service('time-stamp')
    await liveAuthority(await openAuthority(path('authority'), undefined)).maintain()
    const again = (await openAuthority(path('authority'), undefined)).authority
    expect((await again.service('time-stamp')).toJSON()).toEqual(first.toJSON())
  })

  it('says why it cannot listen', async () => {
    expect(await on('authority serve', '--port', '70000')).toMatchObject({ code: 2 })
    expect(await on('authority serve', '--host', '203.0.113.7', '--port', '1')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing can listen'),
    })
    expect(await on('authority serve', '--policy', 'mine')).toMatchObject({ code: 2 })
  })
})
