import { describe, expect, it } from '@jest/globals'
import { memorySource } from '../../src/base/source.js'
import { PdfFile } from '../../src/formats/pdf/file.js'
import { findSignatures } from '../../src/seal/signature/found-signature.js'
import { readCmsSignature } from '../../src/seal/signature/ber-cms-signature.js'
import { parseCertificate } from '../../src/formats/x509/certificate.js'
import { createVerifier } from '../../src/seal/verify/verifier.js'
import type { Report } from '../../src/seal/verify/types.js'
import { TrustStore } from '../../src/trust/store/trust-store.js'
import { FiscalSealError, Malformed } from '../../src/base/errors.js'
import { hasCorpus, print, readCorpusFile, readManifest, readPemFiles } from './corpora.js'

interface Attack {
  readonly file: string
  readonly attack: string
  readonly expected: string
  /** What its maker's test states, such as `isTLevelTechnicallyValid=false`. */
  readonly upstream_facts?: readonly string[]
}

const entriesOf = (folder: string): readonly Attack[] =>
  (readManifest(folder) as { readonly entries: readonly Attack[] }).entries

/** Rows that refuse a time-stamp on the signature judge the level: a bad one never lowers the seal that it stands on. */
const judgesTimeStamp = ({ upstream_facts: facts = [] }: Attack): boolean =>
  facts.includes('isTLevelTechnicallyValid=false')

const isAttack = (entry: Attack): boolean =>
  (entry.expected.startsWith('reject') || entry.expected === 'malformed') && !judgesTimeStamp(entry)

async function verifyAs(bytes: Uint8Array, trust: TrustStore, at: Date): Promise<Report> {
  return createVerifier({ trust, at, seller: 'not-required', revocation: 'none' }).verify(bytes)
}

/** Trust in whoever signed: so that an attack is refused for what it does and not for want of an authority. */
function trustInSigners(bytes: Uint8Array): { readonly trust: TrustStore; readonly at: Date } | undefined {
  try {
    const certificates = findSignatures(PdfFile.open(memorySource(bytes))).flatMap(({ dictionary }) => {
      const cms =
        dictionary.contents === undefined ? undefined : readCmsSignature(dictionary.contents.bytes).cms
      return cms?.signedData.certificates ?? []
    })
    const anchors = certificates.flatMap((der) => usableAnchor(der))
    const newest = Math.max(...anchors.map(({ notBefore }) => notBefore))
    return anchors.length === 0
      ? undefined
      : { trust: TrustStore.from(anchors.map(({ store }) => store)), at: new Date(newest + 60_000) }
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

function usableAnchor(der: Uint8Array): { readonly store: TrustStore; readonly notBefore: number }[] {
  try {
    return [{ store: TrustStore.from(der), notBefore: parseCertificate(der).notBefore }]
  } catch (error) {
    if (error instanceof Malformed || error instanceof FiscalSealError) return []
    throw error
  }
}

const isTimeStamped = (level: string | null): boolean => level !== null && !['CMS', 'B-B'].includes(level)

const describeReport = (report: Report): string =>
  `${report.status} | ${[...report.findings, ...report.signatures.flatMap(({ findings }) => findings)].map(({ code }) => code).join(' ')} | ${report.signatures.map(({ changes }) => changes).join(' ')}`

;(hasCorpus('pdf-attacks-built') ? describe : describe.skip)('attacks built with keys', () => {
  it('are never trusted, and their controls are', async () => {
    const trust = TrustStore.from(readPemFiles('pdf-attacks-built/keys').slice(-2))
    const lines: string[] = []
    const wrong: string[] = []
    for (const entry of entriesOf('pdf-attacks-built')) {
      const bytes = readCorpusFile('pdf-attacks-built', entry.file)
      const { at } = trustInSigners(bytes) ?? { at: new Date('2026-11-22T12:00:00Z') }
      const report = await verifyAs(bytes, trust, at)
      lines.push(
        `  ${entry.file.padEnd(40)} ${entry.expected.slice(0, 28).padEnd(28)} ${describeReport(report)}`,
      )
      if (isAttack(entry) && report.status === 'trusted') wrong.push(entry.file)
      if (entry.expected === 'valid' && report.status !== 'trusted')
        wrong.push(`${entry.file}: control is ${report.status}`)
    }
    print(['pdf-attacks-built', ...lines])
    expect(wrong).toEqual([])
  })
})

;(hasCorpus('pdf-attacks') ? describe : describe.skip)('published attacks', () => {
  it('are never trusted, even by who trusts their signers', async () => {
    const lines: string[] = []
    const wrong: string[] = []
    let trusted = 0
    for (const entry of entriesOf('pdf-attacks')) {
      const bytes = readCorpusFile('pdf-attacks', entry.file)
      const context = trustInSigners(bytes)
      if (context === undefined) {
        lines.push(
          `  ${entry.file.padEnd(70)} ${entry.expected.slice(0, 20).padEnd(20)} no signer that could be trusted`,
        )
        continue
      }
      const report = await verifyAs(bytes, context.trust, context.at)
      if (report.status === 'trusted') trusted++
      lines.push(
        `  ${entry.file.padEnd(70)} ${entry.expected.slice(0, 20).padEnd(20)} ${describeReport(report)}`,
      )
      if (isAttack(entry) && report.status === 'trusted') wrong.push(entry.file)
      if (judgesTimeStamp(entry) && report.signatures.some(({ level }) => isTimeStamped(level))) {
        wrong.push(`${entry.file}: level of a bad time-stamp`)
      }
    }
    print([`pdf-attacks: ${trusted} trusted by who trusts their signers`, ...lines])
    expect(wrong).toEqual([])
    // A verifier that refuses everything would pass the rest.
    expect(trusted).toBeGreaterThan(10)
  })
})
