import { writeFile } from 'node:fs/promises'
import { readdirSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fromUtf8 } from '../../src/base/bytes.js'
import { fiscalseal } from './fake-terminal.js'
import { SALE, type Workshop, openWorkshop } from './workshop.js'
import { createPdf } from '../../src/testing/pdf/test-pdf.js'

let workshop: Workshop

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => {
  workshop.remove()
})

const COMMANDS = [
  ...['new', 'list', 'renew', 'revoke', 'crl', 'serve'].map((word) => `authority ${word}`),
  ...['csr', 'issue', 'receipt', 'sign', 'verify', 'inspect'],
]

describe('help', () => {
  it.each(COMMANDS)('of %s teaches with examples, on standard output', async (command) => {
    const { code, out, err } = await fiscalseal([...command.split(' '), '--help'])
    expect(code).toBe(0)
    expect(err).toBe('')
    expect(out).toMatch(new RegExp(`^Usage: fiscalseal ${command} `))
    expect(out).toMatch(/\nExamples:\n {2}fiscalseal /)
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(110)
  })

  it('names every command, and is shown for nothing at all as wrong usage', async () => {
    const help = await fiscalseal(['--help'])
    for (const command of COMMANDS) expect(help.out).toContain(`  ${command} `)
    const nothing = await fiscalseal([])
    expect([nothing.code, nothing.out, nothing.err]).toEqual([2, '', help.out])
  })

  it.each([
    ['authority', ['authority new', 'authority serve'], 'trust list'],
    ['trust', ['trust list', 'trust bundle key'], 'authority new'],
    ['trust bundle', ['trust bundle key', 'trust bundle update'], 'trust list'],
  ])('of the group %s names its commands alone', async (group, inside, outside) => {
    const words = group.split(' ')
    for (const asked of ['--help', '-h']) {
      const { code, out, err } = await fiscalseal([...words, asked])
      expect([code, err]).toEqual([0, ''])
      for (const command of inside) expect(out).toContain(`\n  ${command} `)
      expect(out).not.toContain(`\n  ${outside} `)
    }
    expect(await fiscalseal([...words, 'old', '--help'])).toMatchObject({ code: 2, out: '' })
  })

  it('is pointed to when the command does not exist', async () => {
    expect(await fiscalseal(['seal'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no command "seal"'),
    })
    expect(await fiscalseal(['authority'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('authority new'),
    })
    expect(await fiscalseal(['authority', 'old'])).toMatchObject({ code: 2 })
    expect(await fiscalseal(['\u001b[2J'])).toMatchObject({
      code: 2,
      err: expect.not.stringContaining('\u001b'),
    })
  })

  it('shows a model that can be built', async () => {
    const { out } = await fiscalseal(['receipt', '--help'])
    const model = out.slice(out.indexOf('\n  {'), out.indexOf('\n  }') + 4)
    const args = ['receipt', '-', '--out', workshop.path('example.pdf')]
    expect(await fiscalseal(args, { input: model })).toMatchObject({ code: 0 })
  })

  it('tells the version', async () => {
    expect(await fiscalseal(['--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+/),
    })
  })
})

describe('authority new', () => {
  it('writes the keys for their owner alone, and what verifiers need for everybody', () => {
    const { path } = workshop
    expect(statSync(path('authority')).mode & 0o777).toBe(0o700)
    expect(statSync(path('authority/authority.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(path('authority')).sort()).toEqual([
      'authority.json',
      'certificates',
      'issuing-ca.crl',
      'issuing-ca.pem',
      'root.crl',
      'root.pem',
      'trust.json',
    ])
    expect(fromUtf8(workshop.read('authority/trust.json'))).not.toMatch(/private|"key"/i)
  })

  it('encrypts the keys under a passphrase that is asked for twice, and asks for it again to issue', async () => {
    const folder = workshop.path('locked')
    const make = ['authority', 'new', '--name', 'A', '--country', 'KE', '--out', folder]
    const setting = { isTerminal: true, answers: ['correct horse', 'correct horse'] }
    expect(await fiscalseal(make, setting)).toMatchObject({
      code: 0,
      questions: [expect.any(String), expect.any(String)],
    })
    const out = ['--out', workshop.path('locked.pem'), '--unencrypted']
    const issue = ['issue', '--authority', folder, '--name', 'Soko', '--tax-id', 'P1', ...out]
    expect(await fiscalseal(issue)).toMatchObject({
      code: 1,
      err: expect.stringContaining('passphrase-required'),
    })
    const wrong = await fiscalseal(issue, { isTerminal: true, answers: ['incorrect'] })
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('wrong-passphrase') })
    expect(await fiscalseal(issue, { isTerminal: true, answers: ['correct horse'] })).toMatchObject({
      code: 0,
    })
  })

  it('takes no passphrase that is typed differently the second time, or that is empty', async () => {
    const make = ['authority', 'new', '--name', 'A', '--country', 'KE', '--out', workshop.path('never')]
    const differs = await fiscalseal(make, { isTerminal: true, answers: ['a', 'b'] })
    expect(differs).toMatchObject({ code: 2, err: expect.stringContaining('differ') })
    expect(await fiscalseal(make, { isTerminal: true, answers: [''] })).toMatchObject({ code: 2 })
    expect(await fiscalseal(make, { isTerminal: true })).toMatchObject({
      code: 1,
      err: expect.stringContaining('Given up'),
    })
    expect(await fiscalseal(make)).toMatchObject({
      code: 1,
      err: expect.stringContaining('passphrase-required'),
    })
    expect(readdirSync(workshop.path('.'))).not.toContain('never')
  })

  it('does not write over another authority', async () => {
    const make = ['authority', 'new', '--name', 'A', '--country', 'KE', '--out', workshop.path('authority')]
    expect(await fiscalseal([...make, '--unencrypted'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('file.exists'),
    })
  })
})

describe('issue', () => {
  it('writes PKCS#12 that seals with its passphrase from a file, and warns when others can read that', async () => {
    const { path, write } = workshop
    const secret = write('secret.txt', 'geheim\n')
    const issue = ['issue', '--authority', path('authority'), '--name', 'Soko Ltd', '--tax-id', 'P051234567X']
    const issued = await fiscalseal([...issue, '--passphrase-file', secret, '--out', path('soko.p12')])
    expect(issued).toMatchObject({ code: 0, err: expect.stringContaining('chmod 600') })
    expect(statSync(path('soko.p12')).mode & 0o777).toBe(0o600)
    const sign = ['sign', path('receipt.pdf'), '--identity', path('soko.p12')]
    const sealed = await fiscalseal([...sign, '--passphrase-file', secret, '--out', path('p12.pdf')])
    expect(sealed.code).toBe(0)
  })

  it('takes a passphrase from the environment with a warning that does not repeat it', async () => {
    const { path } = workshop
    const issue = ['issue', '--authority', path('authority'), '--name', 'Soko Ltd', '--tax-id', 'P051234567X']
    const env = { FISCALSEAL_PASSPHRASE: 'geheim' }
    const issued = await fiscalseal([...issue, '--out', path('env.pem')], { env })
    expect(issued).toMatchObject({
      code: 0,
      err: expect.stringContaining('comes from FISCALSEAL_PASSPHRASE'),
    })
    expect(issued.err).not.toContain('geheim')
    expect(fromUtf8(workshop.read('env.pem'))).toContain('BEGIN ENCRYPTED PRIVATE KEY')
  })

  it('remembers what was issued', () => {
    expect(readdirSync(workshop.path('authority/certificates')).length).toBeGreaterThanOrEqual(2)
  })
})

describe('receipt and sign', () => {
  it('build the same bytes for the same receipt', async () => {
    const again = workshop.path('again.pdf')
    await fiscalseal(['receipt', workshop.path('sale.json'), '--out', again])
    expect(workshop.read('again.pdf')).toEqual(workshop.read('receipt.pdf'))
  })

  it('are built from a model that begins with one byte-order mark', async () => {
    const { path, read, write } = workshop
    const marked = write('marked.json', `\ufeff${JSON.stringify(SALE)}`)
    expect(await fiscalseal(['receipt', marked, '--out', path('marked.pdf')])).toMatchObject({ code: 0 })
    expect(read('marked.pdf')).toEqual(read('receipt.pdf'))
    const input = `\ufeff\ufeff${JSON.stringify(SALE)}`
    const twice = await fiscalseal(['receipt', '-', '--out', path('never.pdf')], { input })
    expect(twice).toMatchObject({ code: 1, err: expect.stringContaining('receipt.invalid') })
  })

  it('build every paper size', async () => {
    for (const page of ['A5', 'Letter', 'roll80', 'roll58']) {
      const out = workshop.path(`${page}.pdf`)
      const { code } = await fiscalseal(['receipt', workshop.path('sale.json'), '--page', page, '--out', out])
      expect(code).toBe(0)
    }
  })

  it('leave the bytes of the input at the beginning of the output', () => {
    const receipt = workshop.read('receipt.pdf')
    expect(workshop.read('sealed.pdf').subarray(0, receipt.length)).toEqual(receipt)
  })

  it('seal visibly, with PKCS#7, and a second time by another', async () => {
    const { path } = workshop
    const receipt = ['receipt', path('sale.json'), '--seal-box', '--out', path('box.pdf')]
    expect(await fiscalseal(receipt)).toMatchObject({ code: 0 })
    const visible = ['sign', path('box.pdf'), '--identity', path('soko.pem'), '--visible', '--reason', 'Sale']
    expect(await fiscalseal([...visible, '--out', path('visible.pdf')])).toMatchObject({ code: 0 })
    const pkcs7 = [
      'sign',
      path('receipt.pdf'),
      '--identity',
      path('soko.pem'),
      '--sub-filter',
      'adbe.pkcs7.detached',
    ]
    expect(await fiscalseal([...pkcs7, '--out', path('pkcs7.pdf')])).toMatchObject({
      code: 0,
      err: expect.stringContaining('CMS'),
    })
    const second = ['sign', path('sealed.pdf'), '--identity', path('duka.pem'), '--any-seller']
    expect(await fiscalseal([...second, '--out', path('second.pdf')])).toMatchObject({ code: 0 })
    const verify = ['verify', path('second.pdf'), '--trust', path('authority')]
    expect(await fiscalseal(verify)).toMatchObject({ code: 3 })
    expect(await fiscalseal([...verify, '--allow-signatures'])).toMatchObject({ code: 0 })
  })
})

describe('inspect', () => {
  it('shows a sealed receipt, and that nothing was verified', async () => {
    const { code, out } = await fiscalseal(['inspect', workshop.path('sealed.pdf')])
    expect(code).toBe(0)
    expect(out).toContain('Nothing here was verified')
    expect(out).toContain('receipt R-117')
    expect(out).toContain('Soko Ltd')
    expect(out).toContain('"Seal1": ETSI.CAdES.detached')
  })

  it('names what the document refers to and does not have', async () => {
    await writeFile(workshop.path('hole.pdf'), createPdf({ objects: [{ number: 100, value: '[900 0 R]' }] }))
    const { out } = await fiscalseal(['inspect', workshop.path('hole.pdf'), '--json'])
    expect(JSON.parse(out)).toMatchObject({ findings: [{ code: 'reference.dangling', detail: '900' }] })
  })

  it('gives the same as JSON', async () => {
    const { out } = await fiscalseal(['inspect', workshop.path('sealed.pdf'), '--json'])
    expect(JSON.parse(out)).toMatchObject({
      kind: 'pdf',
      pages: 1,
      encrypted: false,
      revisions: [{ start: 0 }, {}],
      signatures: [{ field: 'Seal1', coverage: 'whole-file' }],
      embeddedFiles: [{ name: 'receipt.json', mediaType: 'application/json', relationship: 'Data' }],
      receipt: { number: SALE.number },
    })
  })

  it('shows certificates and revocation lists, and nothing of a key beside them', async () => {
    const pem = await fiscalseal(['inspect', workshop.path('soko.pem')])
    expect(pem.out).toContain('2 certificates, 0 revocation lists')
    expect(pem.out).not.toContain('PRIVATE')
    const crl = await fiscalseal(['inspect', workshop.path('authority/issuing-ca.crl')])
    expect(crl.out).toContain('0 certificates, 1 revocation list')
  })
})
