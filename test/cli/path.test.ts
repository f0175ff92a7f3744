import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { toPem } from '../../src/formats/x509/pem.js'
import {
  caFlag,
  keyUsage,
  makeCrl,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
  type Made,
} from '../trust/made-certificate.js'
import { alternativeNames, NAMED, nameConstraints, policies } from '../trust/made-extensions.js'
import { type Outcome, fiscalseal } from './fake-terminal.js'
import { type Workshop, openWorkshop } from './workshop.js'

const pemOf = (...made: readonly Made[]): string =>
  made.map(({ certificate }) => toPem('CERTIFICATE', certificate.der)).join('')

describe('path', () => {
  let workshop: Workshop
  let root: Made
  let ca: Made
  let signer: Made

  beforeAll(async () => {
    workshop = await openWorkshop()
    root = await makeRoot('Root')
    ca = await makeIntermediate('CA', root)
    signer = await makeSigner(ca)
    workshop.write('root.pem', pemOf(root))
    workshop.write('ca.pem', pemOf(ca))
    workshop.write('signer.pem', pemOf(signer))
    workshop.write('signer.der', signer.certificate.der)
    workshop.write('chain.pem', pemOf(signer, ca))
  })

  afterAll(() => {
    workshop.remove()
  })

  const AT = new Date(NOON).toISOString()

  function path(file: string, ...options: readonly string[]): Promise<Outcome> {
    const trust = options.includes('--trust') ? [] : ['--trust', workshop.path('root.pem')]
    const at = options.includes('--at') ? [] : ['--at', AT]
    return fiscalseal(['path', workshop.path(file), ...trust, ...at, ...options])
  }

  it('explains a path certificate by certificate', async () => {
    for (const [file, ...options] of [
      ['chain.pem'],
      ['signer.der', '--intermediate', workshop.path('ca.pem')],
    ] as const) {
      const { code, out, err } = await path(file, ...options)
      expect([code, err]).toEqual([0, ''])
      expect(out).toContain(': valid\n')
      expect(out).toContain('1. CN=Soko Ltd')
      expect(out).toContain('signed by number 2 with ECDSA P-256 with SHA-256')
      expect(out).toContain('signed by the authority')
      expect(out).toContain('Authority: Root')
      expect(out).toContain('Revocation: not-checked')
    }
  })

  it('says of an authority of its own what it is', async () => {
    const { code, out } = await fiscalseal([
      'path',
      workshop.path('soko.pem'),
      '--trust',
      workshop.path('authority'),
    ])
    expect(code).toBe(0)
    expect(out).toContain('Authority: Revenue Authority, KE')
  })

  it('explains a failure by what speaks against the path that comes nearest, and what to do', async () => {
    const bound = await makeIntermediate('Bound', root, {
      extensions: [caFlag(), keyUsage(5), nameConstraints({ permitted: [NAMED.dns('example.test')] })],
    })
    const outside = await makeSigner(bound, { extensions: [alternativeNames(NAMED.dns('else.test'))] })
    workshop.write('outside.pem', pemOf(outside, bound))
    const { code, out } = await path('outside.pem')
    expect(code).toBe(1)
    expect(out).toContain('(path.name-constraint)')
    expect(out).toContain('What: else.test in CN=Soko Ltd')
    expect(out).toContain('The path that comes nearest:')
    expect(out).toContain('2. CN=Bound')
  })

  it('says that no path reaches an authority', async () => {
    const { code, out } = await path('signer.pem')
    expect(code).toBe(1)
    expect(out).toContain('(path.no-trust-anchor)')
    expect(out).toContain('No path reaches an authority that you accept.')
  })

  it('returns 3 for what is not decided, and 0 once the evidence is there', async () => {
    expect((await path('chain.pem', '--revocation', 'require')).code).toBe(3)
    const lists = [await makeCrl({ issuer: ca }), await makeCrl({ issuer: root })]
    const files = lists.map(({ der }, index) => workshop.write(`list-${index}.crl`, der))
    const options = ['--revocation', 'require', ...files.flatMap((file) => ['--crl', file])]
    const { code, out } = await path('chain.pem', ...options)
    expect(code).toBe(0)
    expect(out).toContain('Revocation: good')
  })

  it('judges any moment', async () => {
    expect((await path('chain.pem', '--at', '2040-01-01')).code).toBe(1)
    expect((await path('chain.pem', '--at', '2001-01-01', '--json')).out).toContain('"path.not-yet-valid"')
  })

  it('asks for purposes, policies and the profile', async () => {
    const gold = await makeSigner(ca, { extensions: [policies('1.2.3.1')] })
    workshop.write('gold.pem', pemOf(gold, ca))
    expect((await path('gold.pem', '--policy', '1.2.3.1', '--require-policy')).code).toBe(1)
    expect((await path('gold.pem', '--inhibit-mapping', '--inhibit-any-policy')).code).toBe(0)
    expect((await path('chain.pem', '--purpose', 'server')).code).toBe(0)
    expect((await path('chain.pem', '--purpose', '1.2.3.4')).code).toBe(0)
    expect((await path('chain.pem', '--purpose', 'any')).code).toBe(0)
    expect((await path('chain.pem', '--strict')).out).toContain('(certificate.profile)')
  })

  it('writes one JSON object', async () => {
    const { out } = await path('chain.pem', '--json')
    expect(JSON.parse(out)).toMatchObject({
      status: 'valid',
      path: [{ subject: 'CN=Soko Ltd' }, { subject: 'CN=CA', issuer: 'CN=Root' }],
      anchor: { name: 'Root', environment: 'production' },
      policies: [],
      revocation: { outcome: 'not-checked' },
    })
    const refused = JSON.parse((await path('signer.pem', '--json')).out) as Record<string, unknown>
    expect(refused).toMatchObject({
      status: 'invalid',
      findings: [{ code: 'path.no-trust-anchor', effect: 'untrusted' }],
      nearest: null,
    })
  })

  it('returns 2 for a wrong call and for files that cannot be used', async () => {
    const text = workshop.write('text.pem', 'no certificate')
    for (const args of [
      ['path'],
      ['path', workshop.path('chain.pem')],
      ['path', workshop.path('chain.pem'), '--trust', text],
      ['path', workshop.path('missing.pem'), '--trust', workshop.path('root.pem')],
      ['path', workshop.path('chain.pem'), '--trust', workshop.path('root.pem'), '--policy', 'gold'],
      ['path', workshop.path('chain.pem'), '--trust', workshop.path('root.pem'), '--purpose', 'fun'],
    ]) {
      const { code, out, err } = await fiscalseal(args)
      expect([code, out]).toEqual([2, ''])
      expect(err).toContain('fiscalseal:')
    }
  })

  it('calls a file that holds no certificate invalid', async () => {
    workshop.write('garbage.der', Uint8Array.of(0x30, 3, 2, 1, 0))
    const { code, out } = await path('garbage.der')
    expect(code).toBe(1)
    expect(out).toContain('(der.')
  })

  it('prints names that would steer a terminal as what they are', async () => {
    const odd = await makeSigner(ca, { name: 'A\u001b[2J\u202eB' })
    workshop.write('odd.pem', pemOf(odd, ca))
    const { out } = await path('odd.pem')
    expect(out).not.toContain('\u001b')
    expect(out).not.toContain('\u202e')
  })
})
