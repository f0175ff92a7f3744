import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { equalBytes, toLatin1 } from '../../src/base/bytes.js'
import { sign } from '../../src/seal/sign/sign.js'
import { createPdf, XREF_FORMS } from '../../src/testing/pdf/test-pdf.js'
import { createAuthority } from '../../src/trust/issuing/authority.js'
import { askPyHanko, judgeByOpenssl, judgeByPdfsig, judgeByQpdf, judgePyHanko } from './judges.js'
import { createWorkFolder } from './work-folder.js'

const FIXTURES = join(import.meta.dirname, '../../fixtures/pdf')

const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
const identity = await authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X' })
const folder = await createWorkFolder(authority)

afterAll(() => folder.remove())

/** PDFs that other programs made, and our own of every form. */
function sources(): readonly (readonly [name: string, bytes: Uint8Array])[] {
  const made = existsSync(FIXTURES) ? readdirSync(FIXTURES).filter((name) => name.endsWith('.pdf')) : []
  return [
    ...made.map((name) => [name, new Uint8Array(readFileSync(join(FIXTURES, name)))] as const),
    ...XREF_FORMS.map((form) => [`our own, ${form}`, createPdf({ form })] as const),
  ]
}

interface Sample {
  readonly name: string
  readonly before: Uint8Array
  readonly after: Uint8Array
  readonly path: string
}

async function sealAll(): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  for (const [name, before] of sources()) {
    for (const [kind, options] of [
      ['invisible', {}],
      ['visible', { appearance: { rect: { x: 20, y: 20, width: 260, height: 70 } } }],
    ] as const) {
      const { bytes: after } = await sign(before, { identity, ...options })
      const path = await folder.write(`${samples.length}.pdf`, after)
      samples.push({ name: `${name}, ${kind}`, before, after, path })
    }
  }
  return samples
}

/** Its strict reader judges no signature in a hybrid-reference file. */
const isHybrid = (bytes: Uint8Array): boolean => toLatin1(bytes).includes('/XRefStm')

const samples = await sealAll()
const answers = await askPyHanko(
  samples.map(({ path, before }) => ({ path, roots: [folder.root], strict: !isHybrid(before) })),
)

describe.each(samples)('$name', ({ before, after, path }) => {
  it('begins with the bytes that it had', () => {
    expect(equalBytes(after.subarray(0, before.length), before)).toBe(true)
  })

  it('is sound for qpdf', async () => {
    expect(await judgeByQpdf(path)).toMatchObject({ accepted: true })
  })

  it('is accepted by pdfsig, by OpenSSL and by pyHanko', async () => {
    expect(await judgeByPdfsig(path, folder.nss)).toMatchObject({ accepted: true })
    expect(await judgeByOpenssl(path, folder.root)).toMatchObject({ accepted: true })
    expect(judgePyHanko(answers.find((answer) => answer.path === path))).toMatchObject({ accepted: true })
  })
})
