import { FiscalSealError } from '../../base/errors.js'
import type { TrustAnchor, TrustListHeader } from './anchor.js'
import { toOptions } from './anchor-options.js'
import { toRecord } from './anchor-record.js'
import { toInstant } from './record-fields.js'
import type { AnchorRecord, TrustList } from './trust-list.js'

/**
 * Returns the anchors, the same one given twice counted once, as the newest version of its list has it. Throws
 * `FiscalSealError('trust.invalid')` for two different ones of one id: a report that names it would be ambiguous.
 */
export function uniqueAnchors(anchors: readonly TrustAnchor[]): readonly TrustAnchor[] {
  const byId = new Map<string, TrustAnchor>()
  for (const anchor of anchors) {
    const known = byId.get(anchor.id)
    if (known === undefined || (known !== anchor && isSame(known, anchor) && isNewer(anchor, known)))
      byId.set(anchor.id, anchor)
    else if (!isSame(known, anchor)) {
      throw new FiscalSealError(
        'trust.invalid',
        `Two different authorities in the trust store have the id ${anchor.id}.`,
      )
    }
  }
  return [...byId.values()]
}

function isSame(left: TrustAnchor, right: TrustAnchor): boolean {
  return left === right || JSON.stringify(toPlain(left)) === JSON.stringify(toPlain(right))
}

function isNewer({ list }: TrustAnchor, { list: known }: TrustAnchor): boolean {
  return list?.listId === known?.listId && (list?.version ?? 0) > (known?.version ?? 0)
}

/** Returns the anchor as JSON has it: a record of a list, or a certificate with the rules of the caller. */
export function toPlain(anchor: TrustAnchor): object {
  return anchor.origin === 'list' ? toRecord(anchor) : toOptions(anchor)
}

/** Returns the headers, each once. */
export function uniqueLists(headers: readonly TrustListHeader[]): readonly TrustListHeader[] {
  return [...new Map(headers.map((header) => [keyOf(header), header])).values()]
}

/** Returns the lists with those of the anchors that came with them, as JSON has them. */
export function toLists(
  headers: readonly TrustListHeader[],
  anchors: readonly TrustAnchor[],
): readonly TrustList[] {
  const records = new Map<string, AnchorRecord[]>(headers.map((header) => [keyOf(header), []]))
  for (const anchor of anchors)
    if (anchor.list !== undefined) records.get(keyOf(anchor.list))?.push(toRecord(anchor))
  return headers.map((header) => ({
    format: 'tax-trust-list/1',
    ...header,
    issuedAt: toInstant(header.issuedAt),
    expiresAt: toInstant(header.expiresAt),
    anchors: records.get(keyOf(header)) ?? [],
  }))
}

function keyOf({ listId, version, issuedAt, expiresAt, previousSha256 = '' }: TrustListHeader): string {
  return [listId, version, issuedAt, expiresAt, previousSha256].join(' ')
}
