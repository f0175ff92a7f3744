import { describe, expect, it } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { memorySource } from '../../../src/base/source.js'
import type { ChangeLevel } from '../../../src/formats/pdf/differences/change.js'
import { RevisionHistory } from '../../../src/formats/pdf/differences/revision-history.js'
import { PdfFile } from '../../../src/formats/pdf/file.js'
import { signatureFields } from '../../../src/formats/pdf/form-fields.js'
import { findSignatureTokens } from '../../../src/formats/pdf/signature-tokens.js'
import { codeOf } from './malformed.js'

interface Signature {
  readonly field: string | null
  readonly modification_level?: string | null
  readonly modifications?: string | null
  readonly modifications_peers_disagree?: unknown
}
interface Row {
  readonly file: string
  readonly expected: { readonly signatures: readonly Signature[] }
}

const FOLDER = `${process.env['FISCALSEAL_CORPORA'] ?? '../shared/corpora'}/signed-pdfs`
const manifest = `${FOLDER}/manifest.json`
const rows = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as readonly Row[]) : []
const described = rows.length > 0 ? describe : describe.skip

/** Files that no reader can read as they are, each for a reason that was looked at. Another corpus may hold a few others. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['pades-5-signatures-and-1-document-timestamp.pdf', 'the chain leads to offset 0 and leaves the pages out'],
  ['pades_opposite_infinite_loop.pdf', 'an attack on readers: /Prev beyond the end'],
  ['pdf-signed-corrupted.pdf', 'startxref names the middle of nothing'],
  ['siwa.pdf', 'an attack: the section at startxref is in the gap'],
])

function nameOf(row: Row): string {
  return row.file.slice(row.file.lastIndexOf('/') + 1)
}

function openRow(row: Row): PdfFile {
  return PdfFile.open(memorySource(new Uint8Array(readFileSync(`${FOLDER}/${row.file}`))))
}

function isRead(row: Row): boolean {
  return codeOf(() => openRow(row).catalog) === 'accepted'
}

function levelAfter(
  document: { readonly file: PdfFile; readonly history: RevisionHistory },
  name: string | null,
): ChangeLevel | undefined {
  const { file, history } = document
  const field = signatureFields(file).find((each) => each.name === name && each.signature !== undefined)
  const reference = field?.signatureReference
  const byteRange = reference === undefined ? undefined : findSignatureTokens(file, reference)?.byteRange
  if (byteRange === undefined || !('length' in byteRange)) return undefined
  const end = byteRange[2] + byteRange[3]
  const revision = file.revisions.find((each) => each.ends.includes(end))
  return revision === undefined ? undefined : history.changesAfter(revision.index).level
}

described('the signed PDFs of the corpus', () => {
  it('are all read, but for those that nobody can read as they are', () => {
    const refused = rows.filter((row) => !isRead(row)).map(nameOf)
    expect(refused.filter((name) => !REFUSED.has(name)).length).toBeLessThanOrEqual(rows.length / 40)
  })

  it('are never called unchanged or archival where a peer calls the change other or suspicious', () => {
    const missed: string[] = []
    const blamed: string[] = []
    let unchanged = 0
    for (const row of rows) {
      if (!isRead(row)) continue
      const file = openRow(row)
      if (file.isEncrypted) continue
      const history = new RevisionHistory(file)
      for (const signature of row.expected.signatures) {
        const level = levelAfter({ file, history }, signature.field)
        if (level === undefined) continue
        const isFlagged = signature.modification_level === 'OTHER' || signature.modifications === 'suspicious'
        if (
          isFlagged &&
          signature.modifications_peers_disagree === undefined &&
          (level === 'none' || level === 'archival')
        )
          missed.push(row.file)
        if (signature.modifications !== 'none') continue
        unchanged++
        if (level !== 'none') blamed.push(row.file)
      }
    }
    expect(missed).toEqual([])
    expect(blamed.length).toBeLessThanOrEqual(unchanged / 100)
    expect(unchanged).toBeGreaterThan(20)
  })
})
