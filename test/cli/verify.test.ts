import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { flipByte, appendTo } from '../../src/testing/tampering.js'
import { type Outcome, type Setting, fiscalseal } from './fake-terminal.js'
import { type Workshop, openWorkshop } from './workshop.js'

let workshop: Workshop
let files: Readonly<Record<'trusted' | 'altered' | 'untrusted' | 'unsigned' | 'unreadable', string>>

beforeAll(async () => {
  workshop = await openWorkshop()
  const { path, write, read } = workshop
  const sealed = read('sealed.pdf')
  const duka = ['sign', path('receipt.pdf'), '--identity', path('duka.pem'), '--any-seller']
  await fiscalseal([...duka, '--out', path('duka.pdf')])
  files = {
    trusted: path('sealed.pdf'),
    altered: write('altered.pdf', flipByte(sealed, 700)),
    untrusted: path('duka.pdf'),
    unsigned: path('receipt.pdf'),
    unreadable: write('text.pdf', 'This is no PDF.'),
  }
})

afterAll(() => {
  workshop.remove()
})

function verify(
  names: readonly string[],
  options: readonly string[] = [],
  setting: Setting = {},
): Promise<Outcome> {
  return fiscalseal(['verify', ...names, '--trust', workshop.path('authority'), ...options], setting)
}

interface Line {
  readonly file: string
  readonly status: string
  readonly findings: readonly { readonly code: string }[]
  readonly signatures: readonly {
    readonly status: string
    readonly findings: readonly { readonly code: string }[]
  }[]
}

async function lines(names: readonly string[], options: readonly string[] = []): Promise<readonly Line[]> {
  const { out } = await verify(names, [...options, '--json'])
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

describe('verify', () => {
  it.each([
    ['trusted', 0],
    ['altered', 1],
    ['untrusted', 3],
    ['unsigned', 4],
    ['unreadable', 5],
  ] as const)('says %s and returns %i', async (status, code) => {
    const outcome = await verify([files[status]], ['--json'])
    expect((JSON.parse(outcome.out) as Line).status).toBe(status)
    expect(outcome.code).toBe(code)
    expect(outcome.err).toBe('')
  })

  it('reports on every file, whatever is wrong with the one before', async () => {
    const names = [
      workshop.path('missing.pdf'),
      workshop.path('.'),
      files.unreadable,
      files.altered,
      files.trusted,
    ]
    const reports = await lines(names)
    expect(reports.map(({ file }) => file)).toEqual(names)
    expect(reports.map(({ status }) => status)).toEqual([
      'unreadable',
      'unreadable',
      'unreadable',
      'altered',
      'trusted',
    ])
    expect(reports[0]?.findings[0]?.code).toBe('file.unreadable')
    expect((await verify(names)).code).toBe(1)
    expect((await verify([files.untrusted, files.unreadable, files.trusted])).code).toBe(5)
    expect((await verify([files.unsigned, files.untrusted])).code).toBe(3)
  })

  it('prints reports that follow the schema of the package', async () => {
    const schema = JSON.parse(readFileSync('src/seal/report/report.schema.json', 'utf8')) as object
    const validate = new Ajv2020({ allErrors: true }).compile(schema)
    const names = [...Object.values(files), workshop.path('missing.pdf')]
    for (const line of await lines(names)) expect(validate(line) ? [] : validate.errors).toEqual([])
    expect(validate({ file: 'x', status: 'valid' })).toBe(false)
  })

  it('gives every signature the fields of the contract', async () => {
    const [line] = await lines([files.trusted])
    expect(line?.signatures[0]).toMatchObject({
      field: 'Seal1',
      subFilter: 'ETSI.CAdES.detached',
      status: 'valid',
      subIndication: null,
      integrity: 'intact',
      coverage: 'whole-file',
      changes: 'none',
      level: 'B-B',
      findings: [],
    })
    expect(line).toMatchObject({ duplicateKey: expect.any(String), document: { number: 'R-117' } })
  })

  it('prints text for a person, a summary at the end, and colours on a terminal alone', async () => {
    const pipe = await verify([files.trusted, files.unsigned])
    expect(pipe.out).toContain(`${files.trusted}: trusted\n`)
    expect(pipe.out).toMatch(/\n2 files: 1 trusted, 1 unsigned\n$/)
    expect(pipe.out).not.toContain('\u001b')
    const terminal = await verify([files.trusted], [], { isTerminal: true })
    expect(terminal.out).toContain('\u001b[1;32mtrusted\u001b[0m')
    const plain = await verify([files.trusted], [], { isTerminal: true, env: { NO_COLOR: '1' } })
    expect(plain.out).not.toContain('\u001b')
  })

  it('accepts the seller that is asked for, whom the document must not contradict, or any', async () => {
    expect((await verify([files.trusted], ['--seller', 'p051 234 567-x'])).code).toBe(0)
    expect((await verify([files.trusted], ['--seller', 'P059999999Z'])).code).toBe(3)
    expect((await verify([files.untrusted], ['--seller', 'P059999999Z'])).code).toBe(3)
    expect((await verify([files.untrusted], ['--any-seller'])).code).toBe(0)
  })

  it('judges as of the time that is asked for', async () => {
    expect((await verify([files.trusted], ['--at', '2100-01-01'])).code).toBe(3)
    const [line] = await lines([files.trusted], ['--at', '2020-01-01'])
    expect(line?.status).not.toBe('trusted')
  })

  it('takes trust from certificates, folders and trust stores, and CRLs from files', async () => {
    const crl = ['--crl', workshop.path('authority/issuing-ca.crl')]
    expect((await verify([files.trusted], [...crl, '--revocation', 'require'])).code).toBe(0)
    const root = ['verify', files.trusted, '--trust', workshop.path('authority/root.pem')]
    expect((await fiscalseal(root)).code).toBe(0)
    const json = ['verify', files.trusted, '--trust', workshop.path('authority/trust.json')]
    expect((await fiscalseal(json)).code).toBe(0)
  })

  it('says altered when bytes follow the last revision', async () => {
    const appended = workshop.write('appended.pdf', appendTo(workshop.read('sealed.pdf'), 'x'))
    expect((await verify([appended])).code).toBe(1)
  })
})

describe('verify is called wrongly', () => {
  it.each<[string, () => readonly string[]]>([
    ['--trust is missing', () => ['verify', files.trusted]],
    ['FILE is missing', () => ['verify', '--trust', workshop.path('authority')]],
    [
      '--at is a date',
      () => ['verify', files.trusted, '--trust', workshop.path('authority'), '--at', 'today'],
    ],
    [
      '--revocation is one of',
      () => ['verify', files.trusted, '--trust', workshop.path('authority'), '--revocation', 'always'],
    ],
    [
      'exclude each other',
      () => ['verify', files.trusted, '--trust', workshop.path('authority'), '--any-seller', '--seller', 'X'],
    ],
    ['missing.pem cannot be read', () => ['verify', files.trusted, '--trust', workshop.path('missing.pem')]],
    ['sale.json', () => ['verify', files.trusted, '--trust', workshop.path('sale.json')]],
    ['text.pdf', () => ['verify', files.trusted, '--trust', workshop.path('text.pdf')]],
    [
      'text.pdf is no CRL in DER or PEM',
      () => [
        'verify',
        files.trusted,
        '--trust',
        workshop.path('authority'),
        '--crl',
        workshop.path('text.pdf'),
      ],
    ],
    [
      'text.pdf is no OCSP response in DER or PEM',
      () => {
        const ocsp = ['--ocsp', workshop.path('text.pdf')]
        return ['verify', files.trusted, '--trust', workshop.path('authority'), ...ocsp]
      },
    ],
  ])('and returns 2, never a verdict: %s', async (message, args) => {
    const outcome = await fiscalseal(args())
    expect(outcome.code).toBe(2)
    expect(outcome.err).toContain(message)
    expect(outcome.out).toBe('')
  })
})
