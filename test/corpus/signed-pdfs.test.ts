import { describe, expect, it } from '@jest/globals'
import { rowOf } from '../../src/base/findings/finding.js'
import { reportToJson } from '../../src/seal/report/json.js'
import { reportSchema } from '../seal/report/report-schema.js'
import type { Report } from '../../src/seal/verify/types.js'
import { createVerifier } from '../../src/seal/verify/verifier.js'
import { TrustStore } from '../../src/trust/store/trust-store.js'
import { hasCorpus, print, readCorpusFile, readManifest, readPemFiles, share } from './corpora.js'
import { pairsOf, QUESTIONS, REMARKS, type Pair, type Question, type SignedPdf } from './signed-pdfs-score.js'

const FOLDER = 'signed-pdfs'
const PER_FILE_MS = 3000

async function verifyAll(
  rows: readonly SignedPdf[],
): Promise<readonly (readonly [SignedPdf, Report, number])[]> {
  const verifier = createVerifier({
    trust: TrustStore.from(readPemFiles(`${FOLDER}/trust`)),
    seller: 'not-required',
    revocation: 'none',
    at: new Date('2020-11-01T00:00:00Z'),
  })
  const results: (readonly [SignedPdf, Report, number])[] = []
  for (const row of rows) {
    const bytes = readCorpusFile(FOLDER, row.file)
    const start = performance.now()
    const report = await verifier.verify(bytes, { file: row.file })
    results.push([row, report, performance.now() - start])
  }
  return results
}

/** The findings that lower something, in short. */
function codesOf({ report, found }: Pair): string {
  const telling = (found?.findings ?? report.findings).filter(({ code }) => rowOf(code).effect !== 'note')
  return telling
    .map(({ code, detail }) => (detail === undefined ? code : `${code} [${detail.slice(0, 120)}]`))
    .join(' ')
}

function answer(
  question: Question,
  pairs: readonly Pair[],
): { readonly line: string; readonly misses: readonly string[]; readonly ok: boolean } {
  const asked = pairs.filter((pair) => question.asks(pair))
  const wrong = asked.filter((pair) => !question.agrees(pair))
  const agreed = asked.length - wrong.length
  const ok = question.least === undefined || asked.length === 0 || agreed / asked.length >= question.least
  const wanted =
    question.least === undefined ? '' : `, at least ${100 * question.least} %: ${ok ? 'ok' : 'MISSED'}`
  const misses = wrong.map(
    (pair) => `    ${pair.file} ${pair.expected.field ?? '-'}: ${question.shows(pair)} | ${codesOf(pair)}`,
  )
  return { line: `${question.name.padEnd(52)} ${share(agreed, asked.length)}${wanted}`, misses, ok }
}

;(hasCorpus(FOLDER) ? describe : describe.skip)('signed PDFs of others', () => {
  it('are judged as those judged them who made them, within the thresholds', async () => {
    const rows = readManifest(FOLDER) as readonly SignedPdf[]
    const open = rows.filter(({ password }) => password === undefined)
    const results = await verifyAll(open)
    const pairs = results.flatMap(([row, report]) => pairsOf(row, report))
    const answers = QUESTIONS.map((question) => answer(question, pairs))
    const remarks = REMARKS.map((question) => answer(question, pairs))
    const locked = await verifyAll(rows.filter(({ password }) => password !== undefined))
    const conforms = reportSchema()
    const shapeless = results.filter(([, report]) => !conforms(JSON.parse(reportToJson(report))))
    const slow = results.filter(([, , time]) => time > PER_FILE_MS)
    print([
      `signed-pdfs: ${open.length} files, ${pairs.length} signatures; ${locked.length} files with a password apart: ${locked.map(([, { status }]) => status).join(' ')}`,
      ...[...answers, ...remarks].flatMap(({ line, misses }) => [line, ...misses]),
      ...slow.map(([{ file }, , time]) => `slow: ${file} ${time.toFixed(0)} ms`),
    ])
    expect(answers.filter(({ ok }) => !ok).map(({ line }) => line)).toEqual([])
    expect(locked.filter(([, { status }]) => status === 'trusted')).toEqual([])
    expect(slow).toEqual([])
    expect(shapeless.map(([{ file }]) => file)).toEqual([])
  }, 300_000)
})
