import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

/** One wrong import for each kind of rule, and the rule that must name it. */
const violations: readonly (readonly [rule: string, file: string, source: string])[] = [
  [
    'base-imports-only-what-it-may',
    'src/base/bytes.ts',
    "import { a } from '../crypto/digest.js'\nexport const b = a\n",
  ],
  [
    'formats/pdf-imports-only-what-it-may',
    'src/formats/pdf/signature.ts',
    "import type { A } from '../cms/signer.js'\nexport type B = A\n",
  ],
  [
    'seal/sign-imports-only-what-it-may',
    'src/seal/sign/seal.ts',
    "import { c } from '../verify/verdict.js'\nexport const d = c\n",
  ],
  [
    'seal/verify-imports-only-what-it-may',
    'src/seal/verify/again.ts',
    "import type { D } from '../sign/level.js'\nexport type E = D\n",
  ],
  [
    'seal/report-imports-only-types-of-seal/verify',
    'src/seal/report/text.ts',
    "import { c } from '../verify/verdict.js'\nexport const t = c\n",
  ],
  [
    'pdf-lib-belongs-to-document/draw',
    'src/document/page/layout.ts',
    "import type { PDFDocument } from 'pdf-lib'\nexport type P = PDFDocument\n",
  ],
  [
    'packages-are-in-the-table',
    'src/net/fetcher.ts',
    "import type { Ajv } from 'ajv'\nexport type F = Ajv\n",
  ],
  [
    'node-modules-of-node-stay-behind-the-platform',
    'src/formats/der/reader.ts',
    "export { readFileSync } from 'node:fs'\n",
  ],
  [
    'platform-files-are-reached-by-their-alias',
    'src/crypto/hash.ts',
    "export { now } from './platform/node.js'\n",
  ],
  [
    'the-verifier-reaches-no-package',
    'src/seal/verify/far.ts',
    "export { R } from '../signature/reach.js'\n",
  ],
  ['no-cycles', 'src/trust/path/here.ts', "import type { T } from './there.js'\nexport type H = T | 1\n"],
  ['every-file-is-in-a-part', 'src/testing/stray.ts', "export { s } from '../stray/stray.js'\n"],
  ['every-file-is-used', 'src/base/forgotten.ts', 'export const f = 1\n'],
  ['nothing-unresolved', 'src/trust/store/anchors.ts', "export { x } from './absent.js'\n"],
]

/** What the wrong imports point at, and imports that are as the table wants them. */
const allowed: Readonly<Record<string, string>> = {
  'src/verify.ts': "export { c } from './seal/verify/verdict.js'\n",
  'src/document/draw/codes.ts': "export { encode } from 'uqr'\n",
  'src/crypto/digest.ts': "import { now } from '#platform'\nexport const a = now\n",
  'src/crypto/platform/node.ts': "import { hrtime } from 'node:process'\nexport const now = hrtime\n",
  'src/crypto/platform/web.ts': 'export const now = 2\n',
  'src/formats/cms/signer.ts': "import { a } from '../../crypto/digest.js'\nexport type A = typeof a\n",
  'src/seal/verify/verdict.ts': "import { A } from '../../formats/cms/signer.js'\nexport const c = 1 as A\n",
  'src/seal/sign/level.ts': 'export type D = 1\n',
  'src/seal/report/xml.ts': "import type { c } from '../verify/verdict.js'\nexport type X = typeof c\n",
  'src/seal/signature/reach.ts': "export { R } from '../../formats/x509/reach.js'\n",
  'src/formats/x509/reach.ts': "export { encode as R } from 'uqr'\n",
  'src/trust/path/there.ts': "import type { H } from './here.js'\nexport type T = H | 2\n",
  'src/stray/stray.ts': 'export const s = 1\n',
  'src/trust/keys/ciphers.ts': "export { rc2 } from 'node-forge'\n",
  'src/document/draw/page.ts': "export { PDFDocument } from 'pdf-lib'\n",
}

interface Violation {
  readonly from: string
  readonly rule: { readonly name: string }
}

const configuration = ['.dependency-cruiser.mjs', '.ci/layers.mjs', 'tsconfig.json', 'package.json']

const cruise = async (folder: string): Promise<readonly Violation[]> => {
  const command = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [command, 'src', '--config', '.dependency-cruiser.mjs', '--output-type', 'json']
  const output = await new Promise<string>((done, fail) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (stdout === '') fail(new Error(stderr, { cause: error }))
      else done(stdout)
    })
  })
  return (JSON.parse(output) as { summary: { violations: readonly Violation[] } }).summary.violations
}

const plant = async (folder: string, file: string, source: string): Promise<void> => {
  await mkdir(dirname(join(folder, file)), { recursive: true })
  await writeFile(join(folder, file), source)
}

describe('the import table', () => {
  let folder = ''
  let found: readonly Violation[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'layers-'))
    for (const file of configuration) {
      await mkdir(dirname(join(folder, file)), { recursive: true })
      await copyFile(file, join(folder, file))
    }
    await symlink(resolve('node_modules'), join(folder, 'node_modules'))
    for (const [, file, source] of violations) await plant(folder, file, source)
    for (const [file, source] of Object.entries(allowed)) await plant(folder, file, source)
    found = await cruise(folder)
  })

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it.each(violations)('reports %s for %s', (rule, file) => {
    expect(found.map((violation) => `${violation.rule.name}: ${violation.from}`)).toContain(
      `${rule}: ${file}`,
    )
  })

  it('reports a package that two files import, and lets pass one that has its one place', () => {
    const rules = found.map((violation) => violation.rule.name)
    expect(rules).toContain('uqr-is-imported-by-one-file')
    expect(rules).not.toContain('node-forge-is-imported-by-one-file')
  })

  it('lets pass what the table allows', () => {
    const innocent = [
      'src/crypto/digest.ts',
      'src/crypto/platform/node.ts',
      'src/seal/report/xml.ts',
      'src/document/draw/page.ts',
    ]
    const rules = found.filter(({ from }) => innocent.includes(from)).map(({ rule }) => rule.name)
    expect(rules.filter((rule) => rule !== 'every-file-is-used')).toEqual([])
  })
})
