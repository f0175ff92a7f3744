import type { Awaitable } from '../../base/bytes.js'
import type { Fetcher } from '../../base/fetcher.js'
import type { ByteSource } from '../../base/source.js'
import type { Finding } from '../../base/findings/finding.js'
import type { FindingCode } from '../../base/findings/table.js'
import type { SubIndication } from '../../base/findings/effect.js'
import type { OperationCounter } from '../../crypto/signature.js'
import type { SignedReceipt } from '../../document/model/receipt-json.js'
import type { PdfLimits } from '../../formats/pdf/limits.js'
import type { AnchorRole, AnchorStatus } from '../../trust/store/anchor.js'
import type { TrustStore } from '../../trust/store/trust-store.js'
import type { Changes, Coverage, Integrity, SignatureLevel } from '../signature/types.js'

/** The verdict on a document; see `Report`. */
export type DocumentStatus = 'trusted' | 'altered' | 'untrusted' | 'indeterminate' | 'unsigned' | 'unreadable'

/** EN 319 102-1 §5.1.3 in plain words: TOTAL-PASSED, TOTAL-FAILED, INDETERMINATE. */
export type SignatureStatus = 'valid' | 'invalid' | 'indeterminate'

export type { Changes, Coverage, Integrity, SignatureLevel } from '../signature/types.js'

/** Who the signer's certificate names. Texts come from the file: escape them before they are shown. */
export interface Signer {
  /** RFC 4514 text of the subject. */
  readonly subject: string
  readonly issuer: string
  /** Lower-case hexadecimal. */
  readonly serialNumber: string
  readonly legalName?: string
  /** Tax ids read by the rule of the anchor; empty when no anchor was found. */
  readonly taxIds: readonly string[]
  /** SHA-256 of the certificate, lower-case hexadecimal. */
  readonly fingerprint: string
  readonly notBefore: string
  readonly notAfter: string
}

/** The authority of the trust store that stands behind a signer: the most specific one that a path of certificates leads to. */
export interface SignerAuthority {
  readonly anchor: string
  readonly name: string
  /** ISO 3166-1 or -2; `ZZ` when nobody said. */
  readonly jurisdiction: string
  readonly environment: 'production' | 'test'
  readonly role: AnchorRole
  /** What it was entitled to at the time for which the signature was judged, and since when, ISO 8601. */
  readonly status: { readonly value: AnchorStatus['value']; readonly from: string }
  /** The trust list that says so; absent when the caller stated the authority himself. */
  readonly list?: { readonly listId: string; readonly version: number }
}

/** An authority of the trust store that a path of certificates leads to. */
export interface ReachedAuthority {
  readonly anchor: string
  readonly jurisdiction: string
  /** Whether it stands behind the signer. */
  readonly holds: boolean
  /** Code of the finding that speaks against it; `null` when it holds. */
  readonly code: FindingCode | null
}

/** What was found about one signature (or document time-stamp). This shape is a contract: see `report.schema.json`. */
export interface SignatureReport {
  readonly field: string
  readonly kind: 'signature' | 'document-timestamp'
  readonly byteRange: readonly number[] | null
  readonly subFilter: string | null
  readonly status: SignatureStatus
  readonly subIndication: SubIndication | null
  readonly integrity: Integrity
  readonly coverage: Coverage
  readonly changes: Changes
  readonly level: SignatureLevel
  readonly signer: Signer | null
  /** The authority that decides; `null` when it refuses the signer, or there is none. */
  readonly authority: SignerAuthority | null
  /** Every authority that a path leads to, the most specific jurisdiction first. */
  readonly authorities: readonly ReachedAuthority[]
  readonly revocation: 'good' | 'revoked' | 'unknown' | 'not-checked'
  /** `/M` of the signature dictionary as ISO 8601: what the signer claims, never used as proof. */
  readonly claimedTime: string | null
  /** Names of the algorithms, such as `RSA PKCS#1 v1.5 with SHA-256`. */
  readonly algorithm: string | null
  readonly findings: readonly Finding[]
}

/** The six answers that a verdict joins, kept apart. */
export interface Answers {
  readonly intact: 'yes' | 'no' | 'unknown'
  readonly whole: 'yes' | 'no' | 'unknown'
  readonly authority: 'accepted' | 'not-accepted' | 'unknown'
  readonly seller: 'match' | 'mismatch' | 'unknown' | 'not-required'
  readonly changes: Changes
  readonly consistent: 'match' | 'mismatch' | 'not-checked'
}

interface ReportCommon {
  /** The name that the caller gave, else `null`. */
  readonly file: string | null
  /** The time for which the verdict was asked, ISO 8601. */
  readonly validationTime: string
  readonly answers: Answers
  readonly signatures: readonly SignatureReport[]
  /** Findings on the file as a whole. */
  readonly findings: readonly Finding[]
}

/** The only variant that gives the signer and the signed content. */
export interface TrustedReport extends ReportCommon {
  readonly status: 'trusted'
  readonly signer: Signer
  readonly authority: SignerAuthority
  /** Field of the signature that carries the verdict. */
  readonly field: string
  /** The signed revision is the first so many bytes of the file: book from these alone. */
  readonly signedLength: number
  /** The embedded receipt, read from the signed revision; absent in a PDF of another maker. */
  readonly document?: SignedReceipt
  /** Equal for two copies of the same receipt, even when sealed twice (seller, number, date, digest of the data); absent without `document`. */
  readonly duplicateKey?: string
}

/** Every other verdict: nothing of the content can be reached through it. */
export interface OtherReport extends ReportCommon {
  readonly status: Exclude<DocumentStatus, 'trusted'>
}

/** What `verify` returns; `status` tells the variants apart. */
export type Report = TrustedReport | OtherReport

/** Whom the caller expects as the seller: one taxpayer, whoever the document names, or anybody under an accepted authority. */
export type ExpectedSeller = { readonly taxId: string } | 'from-document' | 'not-required'

/** What `verify` needs to know. */
export interface VerifyOptions {
  /** The authorities that the caller accepts. Required: there are no built-in roots. */
  readonly trust: TrustStore
  /** Default: `from-document`. */
  readonly seller?: ExpectedSeller
  /** The moment for which validity is judged; default: now. */
  readonly at?: Date
  /** Overrides what the anchors say. */
  readonly revocation?: 'require' | 'prefer' | 'none'
  /** CRLs of the caller (DER), before those that travel with `trust`. */
  readonly crls?: readonly Uint8Array[]
  /** OCSP responses of the caller (DER). */
  readonly ocsp?: readonly Uint8Array[]
  /** Asked for revocation information that is not at hand: `createFetcher` of `fiscalseal/trust` makes one. Default: the network is not used. */
  readonly fetcher?: Fetcher
  /** Changes after signing that are accepted beyond the default (validation data, invisible document time-stamps). */
  readonly allow?: { readonly furtherSignatures?: boolean }
  /** Lets test anchors count. */
  readonly allowTest?: boolean
  /** For how many days after its end a trust list still counts, which is reported then. Default: 0; `Infinity` for an archive. */
  readonly staleGraceDays?: number
  /** What a reader may spend on one file; each figure has a default (see `PdfLimits`). */
  readonly limits?: Partial<PdfLimits>
  /** Counts the operations that were made: for measurements. */
  readonly counter?: OperationCounter
}

/** A verifier that keeps between files what can be kept: parsed anchors, validated issuers, imported keys. Never verdicts. */
export interface Verifier {
  /** Returns the report on one document, `context.file` being the name it goes by; throws only for mistakes of the caller. */
  verify(input: VerifyInput, context?: { readonly file?: string }): Awaitable<Report>
}

/** A PDF: bytes, a Blob, the path of a file (where there are files), or a source that reads ranges. */
export type VerifyInput = Uint8Array | Blob | string | ByteSource
