import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openAuthority } from '../../src/cli/authority/authority-folder.js'
import { startAuthorityServer, type AuthorityServer } from '../../src/cli/authority/authority-server.js'
import { liveAuthority } from '../../src/cli/authority/live-authority.js'
import { toPem } from '../../src/formats/x509/pem.js'
import { createFetcher } from '../../src/net/fetcher.js'
import { verify } from '../../src/seal/verify/verify.js'
import {
  createAuthorityService,
  type ServiceRequest,
  type ServiceResponse,
} from '../../src/trust/issuing/authority-service.js'
import { TrustStore } from '../../src/trust/store/trust-store.js'
import { fiscalseal } from './fake-terminal.js'
import { SALE } from './workshop.js'

const folder = mkdtempSync(join(tmpdir(), 'fiscalseal-'))
const path = (name: string): string => join(folder, name)
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(path(name)))

let server: AuthorityServer
let host: string
let asked: string[] = []

const done = async (...args: readonly string[]): Promise<void> => {
  const { code, err } = await fiscalseal(args)
  if (code !== 0) throw new Error(err)
}

beforeAll(async () => {
  const late: { service?: (request: ServiceRequest) => Promise<ServiceResponse> } = {}
  server = await startAuthorityServer(
    (request) => {
      asked.push(request.path)
      if (late.service === undefined) throw new Error('not yet')
      return late.service(request)
    },
    { host: '127.0.0.1', port: 0 },
    () => undefined,
  )
  host = new URL(server.url).host
  const authority = path('authority')
  const named = ['--name', 'Revenue Authority', '--country', 'KE', '--url', server.url]
  await done('authority', 'new', ...named, '--out', authority, '--unencrypted')
  const seller = ['--name', 'Soko Ltd', '--tax-id', 'P051234567X', '--country', 'KE']
  await done('issue', '--authority', authority, ...seller, '--out', path('soko.pem'), '--unencrypted')
  writeFileSync(path('sale.json'), JSON.stringify(SALE))
  await done('receipt', path('sale.json'), '--out', path('receipt.pdf'))
  await done('sign', path('receipt.pdf'), '--identity', path('soko.pem'), '--out', path('sealed.pdf'))
  const live = liveAuthority(await openAuthority(authority, undefined))
  await live.maintain()
  late.service = createAuthorityService(() => live.current())
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Told {
  readonly code: number
  readonly findings: string
}

/** The root is accepted, and no list comes with it. */
const verified = async (...options: readonly string[]): Promise<Told> => {
  asked = []
  const { code, out } = await fiscalseal([
    ...['verify', path('sealed.pdf'), '--trust', path('authority/root.pem'), '--any-seller', '--json'],
    ...options,
  ])
  const { signatures } = JSON.parse(out) as {
    readonly signatures: readonly {
      readonly findings: readonly { readonly code: string; readonly detail?: string }[]
    }[]
  }
  const findings = signatures.flatMap((each) => each.findings)
  return { code, findings: findings.map((each) => `${each.code} ${each.detail ?? ''}`).join('\n') }
}

/** Writes what the responder says about the signer. */
async function fetchResponse(): Promise<Uint8Array> {
  const fetcher = createFetcher({ allowedHosts: [host] })
  let answer = new Uint8Array(0)
  await verify(bytesOf('sealed.pdf'), {
    trust: TrustStore.from(bytesOf('authority/root.pem')),
    seller: 'not-required',
    crls: [bytesOf('authority/root.crl')],
    fetcher: async (request) => {
      answer = new Uint8Array(await fetcher(request))
      return answer
    },
  })
  return answer
}

describe('verify of a seal whose certificate names where its revocation is published', () => {
  it('asks nobody unless it is told to', async () => {
    expect(await verified()).toMatchObject({
      code: 3,
      findings: expect.stringContaining('revocation.unknown'),
    })
    expect(asked).toEqual([])
  })

  it('fetches by --fetch from public addresses alone, and from a host that it was given', async () => {
    const { code, findings } = await verified('--fetch')
    expect([code, findings.includes(`revocation.not-fetched ${server.url}/`), asked]).toEqual([3, true, []])
    expect(await verified('--fetch', '--fetch-host', host)).toEqual({ code: 0, findings: '' })
    expect(asked.length).toBeGreaterThan(0)
  })

  it('takes lists and OCSP responses from files, DER or PEM', async () => {
    const lists = ['root.crl', 'issuing-ca.crl'].flatMap((name) => ['--crl', path(`authority/${name}`)])
    expect(await verified(...lists)).toEqual({ code: 0, findings: '' })
    const response = await fetchResponse()
    writeFileSync(path('signer.ors'), response)
    writeFileSync(path('signer.pem'), toPem('OCSP RESPONSE', response))
    for (const name of ['signer.ors', 'signer.pem']) {
      const options = ['--crl', path('authority/root.crl'), '--ocsp', path(name)]
      expect(await verified(...options)).toEqual({ code: 0, findings: '' })
    }
    expect(asked).toEqual([])
  })

  it.each([
    [['--fetch-host', 'ca.example.test'], '--fetch is missing'],
    [['--ocsp', 'sale.json'], 'sale.json is no OCSP response in DER or PEM'],
    [['--ocsp', 'authority/root.pem'], 'holds no OCSP RESPONSE'],
  ])('with %j is wrong usage', async (options, message) => {
    const [option = '', value = ''] = options
    const given = option === '--ocsp' ? path(value) : value
    const { code, err } = await fiscalseal([
      ...['verify', path('sealed.pdf'), '--trust', path('authority/root.pem')],
      ...[option, given],
    ])
    expect([code, err.includes(message)]).toEqual([2, true])
  })
})
