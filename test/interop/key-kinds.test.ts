import { afterAll, describe, expect, it } from '@jest/globals'
import { buildReceipt } from '../../src/document/page/build-receipt.js'
import { sign } from '../../src/seal/sign/sign.js'
import type { SignOptions } from '../../src/seal/sign/types.js'
import { createAuthority } from '../../src/trust/issuing/authority.js'
import { KEY_KINDS } from '../../src/trust/issuing/key-kind.js'
import type { Identity } from '../../src/trust/keys/identity.js'
import { loadIdentity } from '../../src/trust/keys/load-identity.js'
import { exportPem } from '../../src/trust/keys/save-identity.js'
import {
  askPyHanko,
  judgeByOpenssl,
  judgeByPdfsig,
  judgeByQpdf,
  judgePyHanko,
  type Verdict,
} from './judges.js'
import { receiptModel } from './receipt-model.js'
import { createWorkFolder, print } from './work-folder.js'

const JUDGES = ['qpdf', 'pdfsig', 'openssl', 'pyHanko'] as const
type Judge = (typeof JUDGES)[number]

/**
 * Who may not know which algorithm, and the words in which he says so. Any other refusal fails the test; who has learnt it in the
 * meantime is shown as accepting it.
 */
const MAY_NOT_KNOW: Readonly<Record<string, Readonly<Partial<Record<Judge, string>>>>> = {
  // OpenSSL before 3.2 has no EdDSA in CMS; NSS has none in signatures at all.
  Ed25519: { openssl: 'invalid digest', pdfsig: "Document isn't signed or corrupted data." },
}

const FORMS = {
  'PAdES invisible': {},
  'PAdES visible': { appearance: {} },
  'PKCS#7 invisible': { subFilter: 'adbe.pkcs7.detached' },
  'PKCS#7 visible': { subFilter: 'adbe.pkcs7.detached', appearance: {} },
} as const satisfies Readonly<Record<string, Omit<SignOptions, 'identity'>>>

const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
const folder = await createWorkFolder(authority)
const receipt = await buildReceipt(receiptModel, { layout: { sealBox: true } })

afterAll(() => folder.remove())

interface Sample {
  readonly key: string
  readonly form: string
  readonly path: string
}

async function identities(): Promise<ReadonlyMap<string, Identity>> {
  const found = new Map<string, Identity>()
  for (const key of KEY_KINDS) {
    const identity = await authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X', key })
    const isRsa = key.startsWith('RSA')
    found.set(isRsa ? `${key} PKCS#1 v1.5` : key, identity)
    if (isRsa) found.set(`${key} PSS`, await loadIdentity(await exportPem(identity), { scheme: 'rsa-pss' }))
  }
  return found
}

async function sealAll(): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  for (const [key, identity] of await identities()) {
    for (const [form, options] of Object.entries(FORMS)) {
      const { bytes } = await sign(receipt, { identity, ...options })
      samples.push({ key, form, path: await folder.write(`${samples.length}.pdf`, bytes) })
    }
  }
  return samples
}

const samples = await sealAll()
const answers = await askPyHanko(samples.map(({ path }) => ({ path, roots: [folder.root] })))
const verdicts = new Map<string, Verdict>()

function judge(name: Judge, { path }: Sample): Verdict | Promise<Verdict> {
  switch (name) {
    case 'qpdf':
      return judgeByQpdf(path)
    case 'pdfsig':
      return judgeByPdfsig(path, folder.nss)
    case 'openssl':
      return judgeByOpenssl(path, folder.root)
    case 'pyHanko':
      return judgePyHanko(answers.find((answer) => answer.path === path))
  }
}

/** Whether the judge says of himself that he does not know the algorithm. */
function doesNotKnow(key: string, name: Judge, verdict: Verdict): boolean {
  const words = MAY_NOT_KNOW[key]?.[name]
  return !verdict.accepted && words !== undefined && verdict.words.includes(words)
}

describe.each(samples)('$key, $form', (sample) => {
  it.each(JUDGES)('is accepted by %s, or is unknown to it', async (name) => {
    const verdict = await judge(name, sample)
    verdicts.set(`${sample.key}|${sample.form}|${name}`, verdict)
    if (!doesNotKnow(sample.key, name, verdict)) expect(verdict).toMatchObject({ accepted: true })
  })
})

afterAll(() => {
  const cell = ({ key, form }: Sample, name: Judge): string => {
    const verdict = verdicts.get(`${key}|${form}|${name}`)
    if (verdict === undefined) return 'not asked'
    if (verdict.accepted) return 'accepts'
    return doesNotKnow(key, name, verdict) ? 'does not know it' : `REFUSES: ${verdict.words}`
  }
  const rows = samples.map((sample) => [sample.key, sample.form, ...JUDGES.map((name) => cell(sample, name))])
  printTable([['Key', 'Seal', ...JUDGES], ...rows])
})

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of rows)
    print(
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}
