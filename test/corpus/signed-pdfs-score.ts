import type { Report, SignatureReport } from '../../src/seal/verify/types.js'

/** What the manifest of `signed-pdfs` says about one signature; `null` and absent are not scored. */
export interface ExpectedSignature {
  readonly field: string | null
  readonly byterange?: readonly number[] | null
  readonly integrity?: 'valid' | 'invalid' | null
  readonly coverage?: string | null
  readonly modification_level?: string | null
  readonly modifications?: string | null
  readonly modifications_peers_disagree?: boolean
  readonly trusted_in_test?: boolean | null
  readonly refused?: boolean
}

/** One row of the manifest of `signed-pdfs`. */
export interface SignedPdf {
  readonly file: string
  readonly password?: unknown
  readonly expected: { readonly signatures?: readonly ExpectedSignature[] }
}

/** A signature of the corpus beside what was found. */
export interface Pair {
  readonly file: string
  readonly report: Report
  readonly expected: ExpectedSignature
  readonly found: SignatureReport | undefined
}

/** Returns each signature of the manifest with the one of the report that has its byte range (and stands in its gap, where a copy has it too), else its field. */
export function pairsOf(row: SignedPdf, report: Report): readonly Pair[] {
  const left = [...report.signatures]
  const take = (matches: (signature: SignatureReport) => boolean): SignatureReport | undefined => {
    const index = left.findIndex(matches)
    return index < 0 ? undefined : left.splice(index, 1)[0]
  }
  return (row.expected.signatures ?? []).map((expected) => {
    const { field, byterange } = expected
    const found =
      take((one) => sameRange(one, byterange) && one.field === field) ??
      take((one) => sameRange(one, byterange) && one.coverage !== 'unclear') ??
      take((one) => sameRange(one, byterange)) ??
      take((one) => one.field === field)
    return { file: row.file, report, expected, found }
  })
}

function sameRange(signature: SignatureReport, byteRange: readonly number[] | null | undefined): boolean {
  return byteRange !== undefined && byteRange !== null && signature.byteRange?.join() === byteRange.join()
}

const COVERAGES: Readonly<Record<string, string>> = {
  ENTIRE_FILE: 'whole-file',
  ENTIRE_REVISION: 'whole-revision',
  CONTIGUOUS_BLOCK_FROM_START: 'partial',
  UNCLEAR: 'unclear',
}

/** One question that the corpus answers: who is asked, and whether our answer agrees. */
export interface Question {
  readonly name: string
  readonly least?: number
  asks(pair: Pair): boolean
  agrees(pair: Pair): boolean
  readonly shows: (pair: Pair) => string
}

const isFlagged = ({ expected }: Pair): boolean =>
  (expected.modification_level === 'OTHER' || expected.modifications === 'suspicious') &&
  expected.modifications_peers_disagree !== true

const isUnchanged = ({ expected }: Pair): boolean =>
  expected.modification_level === 'NONE' || expected.modifications === 'none'

/** The thresholds: shares that must be reached. */
export const QUESTIONS: readonly Question[] = [
  {
    name: 'integrity agrees',
    least: 0.95,
    asks: ({ expected }) => typeof expected.integrity === 'string',
    agrees: ({ expected, found }) =>
      found?.integrity === (expected.integrity === 'valid' ? 'intact' : 'broken'),
    shows: ({ expected, found }) =>
      `corpus ${expected.integrity ?? '-'}, here ${found?.integrity ?? 'not listed'}`,
  },
  {
    name: 'broken is never called intact',
    least: 1,
    asks: ({ expected }) => expected.integrity === 'invalid',
    agrees: ({ found }) => found?.integrity !== 'intact',
    shows: () => 'broken for the corpus, intact here',
  },
  {
    name: 'coverage agrees',
    least: 0.95,
    asks: ({ expected }) => typeof expected.coverage === 'string',
    agrees: ({ expected, found }) => found?.coverage === COVERAGES[expected.coverage ?? ''],
    shows: ({ expected, found }) =>
      `corpus ${expected.coverage ?? '-'}, here ${found?.coverage ?? 'not listed'}`,
  },
  {
    name: 'trusted in the test is valid',
    least: 0.85,
    asks: ({ expected }) => expected.trusted_in_test === true,
    agrees: ({ found }) => found?.status === 'valid',
    shows: ({ found }) => found?.status ?? 'not listed',
  },
  {
    name: 'a flagged change is never trusted, none or archival',
    least: 1,
    asks: isFlagged,
    agrees: ({ report, found }) =>
      report.status !== 'trusted' && found?.changes !== 'none' && found?.changes !== 'archival',
    shows: ({ report, found }) => `document ${report.status}, changes ${found?.changes ?? '-'}`,
  },
  {
    name: 'an unchanged signature is not called changed',
    least: 0.99,
    asks: (pair) => isUnchanged(pair) && pair.found !== undefined,
    agrees: ({ found }) => found?.changes === 'none',
    shows: ({ found }) => `changes ${found?.changes ?? '-'}`,
  },
]

/** Questions without a threshold: they show where more could be said. */
export const REMARKS: readonly Question[] = [
  {
    name: 'long-term updates are called archival',
    asks: ({ expected }) => expected.modification_level === 'LTA_UPDATES',
    agrees: ({ found }) => found?.changes === 'archival',
    shows: ({ found }) => `changes ${found?.changes ?? '-'}`,
  },
  {
    name: 'what the peer refuses is not valid',
    asks: ({ expected }) => expected.refused === true,
    agrees: ({ found }) => found?.status !== 'valid',
    shows: ({ found }) => found?.status ?? 'not listed',
  },
]
