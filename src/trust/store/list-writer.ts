import { toHex } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import { checkOptionNames, type OptionNames } from '../../base/known-options.js'
import { momentOf } from '../../base/moment.js'
import { digest } from '../../crypto/digest.js'
import type { TrustAnchor } from './anchor.js'
import { toRecord } from './anchor-record.js'
import { toInstant } from './record-fields.js'
import type { AnchorRecord, TrustList } from './trust-list.js'
import type { TrustStore } from './trust-store.js'

/** What a list says of itself. */
export interface TrustListOptions {
  /** Lower-case letters, digits, dots and hyphens; stays the same from version to version. */
  readonly listId: string
  /** Grows with every publication. */
  readonly version: number
  readonly issuedAt: Date
  /** From then on answers under the list are indeterminate. */
  readonly expiresAt: Date
  /** SHA-256 of the version before, lower-case hexadecimal. */
  readonly previousSha256?: string
}

const KNOWN: OptionNames<TrustListOptions> = {
  listId: true,
  version: true,
  issuedAt: true,
  expiresAt: true,
  previousSha256: true,
}

/**
 * Returns the anchors of a store as one trust list, to be signed and handed on. A list leaves nothing open: throws
 * `FiscalSealError('trust.invalid')` for an anchor that does not state its revocation mode and evidence of where it was taken from.
 */
export async function makeTrustList(store: TrustStore, options: TrustListOptions): Promise<TrustList> {
  checkOptionNames(options, KNOWN, { of: 'a trust list' })
  const { listId, version, issuedAt, expiresAt, previousSha256 } = options
  const anchors: AnchorRecord[] = []
  for (const anchor of store.anchors) anchors.push(await completeRecord(anchor))
  return {
    format: 'tax-trust-list/1',
    listId,
    version,
    issuedAt: toInstant(momentOf(issuedAt, 'issuedAt')),
    expiresAt: toInstant(momentOf(expiresAt, 'expiresAt')),
    ...(previousSha256 === undefined ? {} : { previousSha256 }),
    anchors,
  }
}

async function completeRecord(anchor: TrustAnchor): Promise<AnchorRecord> {
  const { id, revocation, evidence } = anchor
  if (revocation.mode === 'auto') throw incomplete(id, 'revocation.mode: require, prefer or none')
  if (evidence.length === 0) throw incomplete(id, 'evidence: where its certificate was taken from')
  const sha256 = anchor.sha256 ?? toHex(await digest('SHA-256', [anchor.certificate?.der ?? anchor.spki]))
  return toRecord({ ...anchor, sha256 })
}

function incomplete(id: string, what: string): FiscalSealError {
  return new FiscalSealError('trust.invalid', `A trust list must state of ${id} its ${what}.`)
}
