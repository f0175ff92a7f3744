import { readFileSync, readdirSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { concatBytes, fromUtf8, toUtf8 } from '../../src/base/bytes.js'
import { createPdf } from '../../src/testing/pdf/test-pdf.js'
import { replaceText } from '../../src/testing/tampering.js'
import { type Outcome, fiscalseal } from './fake-terminal.js'
import { SALE, type Workshop, openWorkshop } from './workshop.js'

let workshop: Workshop

beforeAll(async () => {
  workshop = await openWorkshop()
  const { path, write, read } = workshop
  const sealed = read('sealed.pdf')
  write('secret.txt', 'right')
  write('wrong.txt', 'wrong')
  const issue = ['issue', '--authority', path('authority'), '--name', 'Soko Ltd', '--tax-id', 'P051234567X']
  await fiscalseal([...issue, '--passphrase-file', path('secret.txt'), '--out', path('locked.pem')])
  const [key = ''] = (fromUtf8(read('soko.pem')) ?? '').split('-----BEGIN CERTIFICATE')
  write('key.pem', key)
  const certificate = (fromUtf8(read('duka.pem')) ?? '').slice(
    (fromUtf8(read('duka.pem')) ?? '').indexOf('-----BEGIN CERT'),
  )
  write('other-certificate.pem', certificate)
  write('truncated.pdf', sealed.subarray(0, sealed.length - 300))
  write('encrypted.pdf', replaceText(createPdf(), '/Root 1 0 R', '/Root 1 0 R /Encrypt 99 0 R'))
  write('text.pdf', 'This is a letter.')
  write('empty.pdf', '')
  write('five.pdf', '%PDF-')
  write('nul.pdf', concatBytes([toUtf8('%PDF-1.7\n'), new Uint8Array(5000)]))
  write('der.p12', new Uint8Array([0x30, 0x03, 0x02, 0x01, 0x05]))
  write('control.pem', '-----BEGIN CERTIFICATE-----\n\u001b[2J\n-----END CERTIFICATE-----\n')
})

afterAll(() => {
  workshop.remove()
})

/** All files of the workshop with their times, so that a test can say that nothing was left. */
function listing(): readonly string[] {
  return readdirSync(workshop.path('.'), { recursive: true, encoding: 'utf8' })
    .filter((name) => !statSync(workshop.path(name)).isDirectory())
    .map((name) => `${name} ${statSync(workshop.path(name)).mtimeMs}`)
    .sort()
}

/** Runs a command that must fail and leave nothing behind. */
async function refused(args: readonly string[], input?: string): Promise<Outcome> {
  const before = listing()
  const outcome = await fiscalseal(args, input === undefined ? {} : { input })
  expect(listing()).toEqual(before)
  expect(outcome.code).not.toBe(0)
  expect(outcome.out + outcome.err).not.toMatch(/\n\s+at .*[:(]\d+/)
  expect(outcome.out + outcome.err).not.toMatch(/TypeError|RangeError|undefined/)
  return outcome
}

function signing(file: string, ...options: readonly string[]): readonly string[] {
  const { path } = workshop
  const identity = options.includes('--identity') ? [] : ['--identity', path('soko.pem')]
  return ['sign', path(file), ...identity, ...options, '--out', path('never.pdf')]
}

function changedSale(changes: object): string {
  return JSON.stringify({ ...SALE, ...changes })
}

describe('sign refuses, says why, and leaves no file', () => {
  it.each<[string, string, () => readonly string[]]>([
    [
      'a wrong passphrase',
      'identity.wrong-passphrase',
      () =>
        signing(
          'receipt.pdf',
          '--identity',
          workshop.path('locked.pem'),
          '--passphrase-file',
          workshop.path('wrong.txt'),
        ),
    ],
    [
      'no passphrase',
      'identity.passphrase-required',
      () => signing('receipt.pdf', '--identity', workshop.path('locked.pem')),
    ],
    [
      'a key and a certificate that do not match',
      'identity.key-mismatch',
      () =>
        signing(
          'receipt.pdf',
          '--identity',
          workshop.path('key.pem'),
          '--certificate',
          workshop.path('other-certificate.pem'),
        ),
    ],
    [
      'a key without certificate',
      'identity.no-certificate',
      () => signing('receipt.pdf', '--identity', workshop.path('key.pem')),
    ],
    [
      'a certificate without key',
      'identity.no-key',
      () => signing('receipt.pdf', '--identity', workshop.path('authority/root.pem')),
    ],
    ['an expired certificate', 'identity.expired', () => signing('receipt.pdf', '--at', '2100-01-01')],
    [
      'a certificate that is not yet valid',
      'identity.not-yet-valid',
      () => signing('receipt.pdf', '--at', '2000-01-01'),
    ],
    [
      'a certificate of another taxpayer',
      'sign.seller-mismatch',
      () => signing('receipt.pdf', '--identity', workshop.path('duka.pem')),
    ],
    ['what it has sealed already', 'sign.already-sealed', () => signing('sealed.pdf')],
    ['a truncated PDF', 'sign.', () => signing('truncated.pdf')],
    ['an encrypted PDF', 'sign.encrypted', () => signing('encrypted.pdf')],
    ['a text file', 'sign.not-a-pdf', () => signing('text.pdf')],
    ['an empty file', 'sign.not-a-pdf', () => signing('empty.pdf')],
    ['a PDF of five bytes', 'sign.', () => signing('five.pdf')],
    ['a PDF of zeros', 'sign.', () => signing('nul.pdf')],
    ['a missing file', 'file.not-found', () => signing('missing.pdf')],
    ['a folder', 'file.not-found', () => signing('authority')],
    [
      'a missing key file',
      'file.not-found',
      () => signing('receipt.pdf', '--identity', workshop.path('missing.p12')),
    ],
    [
      'a key file that is none',
      'identity.unreadable',
      () => signing('receipt.pdf', '--identity', workshop.path('text.pdf')),
    ],
    ['a visible seal over the receipt', 'sign.appearance', () => signing('receipt.pdf', '--visible')],
    ['a page that is not there', 'sign.appearance', () => signing('receipt.pdf', '--page', '9')],
  ])('%s: %s', async (_, code, args) => {
    const { code: exit, err } = await refused(args())
    expect(exit).toBe(1)
    expect(err).toMatch(/^fiscalseal: [^\n]+\n/)
    expect(err).toContain(`(${code}`)
  })

  it('an output that cannot be written, or is there already', async () => {
    const { path } = workshop
    const sign = ['sign', path('receipt.pdf'), '--identity', path('soko.pem'), '--out']
    for (const out of ['no/folder.pdf', 'text.pdf/inside.pdf']) {
      expect(await refused([...sign, path(out)])).toMatchObject({
        code: 1,
        err: expect.stringContaining('file.not-writable'),
      })
    }
    expect(await refused([...sign, path('text.pdf')])).toMatchObject({
      err: expect.stringContaining('file.exists'),
    })
    expect(await refused([...sign, path('authority'), '--force'])).toMatchObject({
      err: expect.stringContaining('file.not-writable'),
    })
    expect(readFileSync(path('text.pdf'), 'utf8')).toBe('This is a letter.')
  })
})

describe('receipt refuses, says why, and leaves no file', () => {
  it.each<[string, string, string]>([
    [
      'totals that do not add up',
      'declaredTotals.gross differs',
      changedSale({ declaredTotals: { gross: '2900.01' } }),
    ],
    ['an unknown currency', 'currency is not an ISO 4217', changedSale({ currency: 'KSH' })],
    ['a number as amount', 'numbers lose cents', changedSale({ prepaid: 0.1 })],
    ['text that turns', 'turns the direction', changedSale({ notes: ['abc\u202e001'] })],
    ['a character without glyph', 'receipt.missing-glyph', changedSale({ notes: ['\u{1f9fe}'] })],
    ['no JSON', 'at character 1', 'a receipt'],
    ['a field twice', 'twice', '{"kind":"receipt","kind":"invoice"}'],
    ['a list', 'receipt.invalid', '[]'],
    ['nothing', 'unexpected end', ''],
    ['null as seller', 'seller', changedSale({ seller: null })],
  ])('%s: %s', async (_, message, input) => {
    const { code, err } = await refused(['receipt', '-', '--out', workshop.path('never.pdf')], input)
    expect(code).toBe(1)
    expect(err).toContain(message)
  })

  it('a logo that is none, an accent that cannot be read, and a missing model', async () => {
    const { path } = workshop
    const receipt = ['receipt', path('sale.json'), '--out', path('never.pdf')]
    const logo = await refused([...receipt, '--logo', path('text.pdf')])
    expect(logo.err).toContain('receipt.image')
    expect((await refused([...receipt, '--accent', '#FFFF00'])).err).toContain('contrast')
    expect((await refused(['receipt', path('missing.json'), '--out', path('never.pdf')])).err).toContain(
      'file.not-found',
    )
    expect((await refused([...receipt, '--page', 'A3'])).code).toBe(2)
    expect((await refused([...receipt, '--font-bold', path('text.pdf')])).code).toBe(2)
  })
})

describe('verify reports without a stack trace', () => {
  it.each([
    ['truncated.pdf', 'altered', 1],
    ['encrypted.pdf', 'unreadable', 5],
    ['text.pdf', 'unreadable', 5],
    ['empty.pdf', 'unreadable', 5],
    ['five.pdf', 'unreadable', 5],
    ['nul.pdf', 'unreadable', 5],
    ['missing.pdf', 'unreadable', 5],
    ['receipt.pdf', 'unsigned', 4],
  ])('%s as %s', async (file, status, code) => {
    const outcome = await refused(['verify', workshop.path(file), '--trust', workshop.path('authority')])
    expect(outcome.out).toContain(`${workshop.path(file)}: ${status}\n`)
    expect(outcome.code).toBe(code)
  })

  it('an encrypted PDF as one that needs a password', async () => {
    const { out } = await refused([
      'verify',
      workshop.path('encrypted.pdf'),
      '--trust',
      workshop.path('authority'),
    ])
    expect(out).toContain('needs a password')
  })
})

describe('the other commands refuse, say why, and leave no file', () => {
  it.each<[string, () => readonly string[]]>([
    ['file.not-found', () => ['inspect', workshop.path('missing.pdf')]],
    ['not a PDF', () => ['inspect', workshop.path('text.pdf')]],
    ['argument.invalid', () => ['inspect', workshop.path('five.pdf')]],
    ['argument.invalid', () => ['inspect', workshop.path('control.pem')]],
    ['argument.invalid', () => ['inspect', workshop.path('der.p12')]],
    ['file.not-found', () => issuing('--authority', workshop.path('nowhere'))],
    ['argument.invalid', () => issuing('--authority', workshop.path('authority'), '--tax-id', 'РТ5')],
    ['argument.invalid', () => issuing('--authority', workshop.path('authority'), '--country', 'Kenya')],
    ['--days is a whole number', () => issuing('--authority', workshop.path('authority'), '--days', '1.5')],
    ['--key is one of', () => issuing('--authority', workshop.path('authority'), '--key', 'RSA-1024')],
    ['authority.invalid', () => founding('--country', 'Kenya')],
    ['authority.invalid', () => founding('--country', 'KE', '--crl-url', 'ftp://x')],
  ])('%s', async (message, args) => {
    const { code, err } = await refused(args())
    expect([1, 2]).toContain(code)
    expect(err).toContain(message)
  })

  it('a PKCS#12 file without passphrase, and a file whose kind nobody knows', async () => {
    const { path } = workshop
    const issue = [
      'issue',
      '--authority',
      path('authority'),
      '--name',
      'X',
      '--tax-id',
      'P1',
      '--unencrypted',
      '--out',
    ]
    expect(await refused([...issue, path('never.p12')])).toMatchObject({ code: 2 })
    expect(await refused([...issue, path('never.key')])).toMatchObject({ code: 2 })
  })

  function issuing(...options: readonly string[]): readonly string[] {
    const taxId = options.includes('--tax-id') ? [] : ['--tax-id', 'P1']
    return [
      'issue',
      '--name',
      'X',
      ...taxId,
      ...options,
      '--unencrypted',
      '--out',
      workshop.path('never.pem'),
    ]
  }

  function founding(...options: readonly string[]): readonly string[] {
    return ['authority', 'new', '--name', 'X', ...options, '--unencrypted', '--out', workshop.path('never')]
  }
})
