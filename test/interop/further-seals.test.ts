import { afterAll, describe, expect, it } from '@jest/globals'
import { equalBytes } from '../../src/base/bytes.js'
import { FiscalSealError } from '../../src/base/errors.js'
import { sign } from '../../src/seal/sign/sign.js'
import { createAuthority } from '../../src/trust/issuing/authority.js'
import { hasCorpus, readCorpusFile, readManifest } from '../corpus/corpora.js'
import {
  askPyHanko,
  readPdfsig,
  sealByPyHanko,
  type PdfsigSignature,
  type PyHankoAnswer,
  type PyHankoSignature,
} from './judges.js'
import { createWorkFolder, print } from './work-folder.js'

/**
 * Signed files of many makers get one more seal. What their signatures were, they still are, for pdfsig and for pyHanko; only that they
 * cover a revision and no longer the whole file is new.
 */
const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
const identity = await authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X' })
const folder = await createWorkFolder(authority)

afterAll(() => folder.remove())

interface Sample {
  readonly name: string
  readonly before: Uint8Array
  readonly after: Uint8Array
  readonly paths: readonly [before: string, after: string]
}

/** Why a file of the corpus may not be sealed at all. */
const REFUSALS: readonly string[] = [
  'sign.encrypted',
  'sign.malformed',
  'sign.not-permitted',
  'sign.not-a-pdf',
]

const refused = new Map<string, number>()

async function sealOnce(name: string, position: number): Promise<readonly Sample[]> {
  const before = new Uint8Array(readCorpusFile('signed-pdfs', name))
  try {
    const { bytes } = await sign(before, { identity, anySeller: true })
    const paths = [
      await folder.write(`${position}-before.pdf`, before),
      await folder.write(`${position}-after.pdf`, bytes),
    ] as const
    return [{ name, before, after: bytes, paths }]
  } catch (error) {
    if (!(error instanceof FiscalSealError) || !REFUSALS.includes(error.code)) throw error
    refused.set(error.code, (refused.get(error.code) ?? 0) + 1)
    return []
  }
}

async function sealAll(): Promise<readonly Sample[]> {
  if (!hasCorpus('signed-pdfs')) return []
  const samples: Sample[] = []
  const manifest = readManifest('signed-pdfs') as readonly { readonly file: string }[]
  for (const [position, { file }] of manifest.entries()) samples.push(...(await sealOnce(file, position)))
  return samples
}

const samples = await sealAll()
const tasks = samples.flatMap(({ paths }) =>
  paths.map((path) => ({ path, roots: [folder.root], strict: false })),
)
const [answers, printed] = await Promise.all([tasks.length === 0 ? [] : askPyHanko(tasks), readAllPdfsig()])
const answerTo = (path: string): PyHankoAnswer | undefined => answers.find((answer) => answer.path === path)
const peers = await sealedByPyHanko()

/**
 * Of some files pyHanko judges no signature any more that is not the last one, whoever makes the next: the one in a linearized file, which
 * it takes for two revisions, for instance. How it judges after a seal of its own is what can be asked of ours.
 */
async function sealedByPyHanko(): Promise<ReadonlyMap<string, PyHankoAnswer>> {
  const differing = samples.filter(({ paths: [before, after] }) => differ(answerTo(before), answerTo(after)))
  if (differing.length === 0) return new Map()
  const outOf = (path: string): string => path.replace('-before.pdf', '-peer.pdf')
  const sealed = await sealByPyHanko(differing.map(({ paths: [path] }) => ({ path, out: outOf(path) })))
  const judged = await askPyHanko(sealed.map((path) => ({ path, roots: [folder.root], strict: false })))
  return new Map(judged.map((answer) => [answer.path.replace('-peer.pdf', '-before.pdf'), answer]))
}

function differ(earlier: PyHankoAnswer | undefined, later: PyHankoAnswer | undefined): boolean {
  try {
    compareSignatures(earlier, later)
    return false
  } catch {
    return true
  }
}

function earlierOnes(answer: PyHankoAnswer | undefined): unknown {
  return { error: answer?.error, signatures: answer?.signatures.slice(0, -1) }
}

async function readAllPdfsig(): Promise<ReadonlyMap<string, readonly PdfsigSignature[]>> {
  const found = new Map<string, readonly PdfsigSignature[]>()
  for (const { path } of tasks) found.set(path, await readPdfsig(path, folder.nss))
  return found
}

describe.each(samples)('$name, sealed once more', ({ before, after, paths }) => {
  it('begins with the bytes that it had', () => {
    expect(equalBytes(after.subarray(0, before.length), before)).toBe(true)
  })

  it('has the signatures that it had, for pdfsig', () => {
    const [earlier, later] = paths.map((path) => printed.get(path) ?? [])
    expect(later?.slice(0, -1).map(factsOf)).toEqual(earlier?.map(factsOf))
    expect(later?.at(-1)).toMatchObject({ validation: 'Signature is Valid.', coversAll: true })
  })

  it('has the signatures that it had, for pyHanko', () => {
    const [earlier, later] = paths.map(answerTo)
    if (!peers.has(paths[0])) compareSignatures(earlier, later)
    else expect(earlierOnes(later)).toEqual(earlierOnes(peers.get(paths[0])))
  })
})

/** A byte range that reaches beyond the end cannot be computed; once the file is longer, it is a digest that differs. */
function factsOf({ field, validation, certificate }: PdfsigSignature): object {
  const isBroken = validation === 'Signature has not yet been verified.' || validation === 'Digest Mismatch.'
  return { field, certificate, validation: isBroken ? 'broken' : validation }
}

function compareSignatures(earlier: PyHankoAnswer | undefined, later: PyHankoAnswer | undefined): void {
  expect(later?.error).toEqual(earlier?.error)
  if (earlier?.error !== null) return
  earlier.signatures.forEach((signature, index) => {
    const same = later?.signatures[index]
    if (same !== undefined && isBeyondPyHanko(same)) return
    expect(same).toMatchObject(lasting(signature))
  })
  expect(later?.signatures.at(-1)).toMatchObject({ intact: true, valid: true, coverage: 'ENTIRE_FILE' })
}

/**
 * In a file whose trailer refers to an object that is not there, as LibreOffice writes it, pyHanko cannot judge any signature that is not
 * the last one, whoever makes the next.
 */
function isBeyondPyHanko({ error }: PyHankoSignature): boolean {
  return error?.startsWith('KeyError: Reference(') === true
}

/** What must not change, and `modifications` as it is after a further signature. */
function lasting(signature: PyHankoSignature): Partial<PyHankoSignature> {
  const { coverage, modifications, ...facts } = signature
  if (signature.error !== undefined) return facts
  const isQuiet = modifications === 'NONE' || modifications === 'LTA_UPDATES'
  return {
    ...facts,
    modifications: isQuiet ? 'FORM_FILLING' : (modifications ?? null),
    coverage: coverage === 'ENTIRE_FILE' ? 'ENTIRE_REVISION' : (coverage ?? null),
  }
}

describe('the files of the corpus', () => {
  it('are sealed, but for those that are encrypted, broken or closed by their authors', () => {
    const reasons = [...refused].map(([code, count]) => `${count} ${code}`)
    const beyond = answers.filter(({ signatures }) => signatures.some(isBeyondPyHanko)).length
    print(
      `${samples.length} signed files sealed once more; refused: ${reasons.join(', ')}; ${beyond} beyond pyHanko, ${peers.size} that differ as after its own seal`,
    )
    if (samples.length > 0) expect(samples.length).toBeGreaterThan(200)
  })
})
