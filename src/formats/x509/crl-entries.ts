import { equalBytes } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { DerCursor } from '../der/cursor.js'
import { checkInteger } from '../der/integer.js'
import { checkOid } from '../der/oid.js'
import { TAG } from '../der/tag.js'
import type { RevokedCertificate } from './crl-entry.js'
import { NO_EXTENSIONS, readExtensions } from './extension.js'
import { extensionValue } from './extensions.js'
import { readGeneralNames, type GeneralName } from './general-name.js'
import { EXTENSION } from './oids.js'

/** A serial number of one octet, a UTCTime, and the headers. */
const SHORTEST_ENTRY = 20

/**
 * The entries of a CRL, found by serial number. The whole list is walked at the first question, without an object for each entry; what is kept
 * is three numbers of 32 bits for each, so that every further question costs next to nothing.
 */
export class RevokedEntries {
  readonly #bytes: Uint8Array
  readonly #mayExtend: boolean
  #index: Index | undefined

  /** `bytes` is the whole element revokedCertificates, of a list of `version`. */
  constructor(bytes: Uint8Array, version: number) {
    this.#bytes = bytes
    this.#mayExtend = version === 2
  }

  /** Whether an entry, whichever, has a critical extension that is not known (RFC 5280 §5.3). Throws `Malformed`. */
  get hasUnknownCritical(): boolean {
    return this.#read().hasUnknownCritical
  }

  /** Returns all entries for the serial number (content octets), in order. A malformed entry, wherever it is, throws `Malformed`. */
  find(serialNumber: Uint8Array): readonly RevokedCertificate[] {
    const { heads, next, offsets, issuers } = this.#read()
    const found: RevokedCertificate[] = []
    const { length } = serialNumber
    let entry = heads[slotOf(serialNumber, 0, length) & (heads.length - 1)] ?? 0
    for (; entry > 0; entry = next[entry] ?? 0) {
      const fields = DerCursor.open(this.#bytes.subarray(offsets[entry])).sequence()
      const serial = fields.integer()
      if (!equalBytes(serial, serialNumber)) continue
      const revocationDate = fields.time()
      const extensions = fields.atEnd ? NO_EXTENSIONS : readExtensions(fields)
      const naming = issuers.findLast((each) => each <= entry)
      const certificateIssuer = naming === undefined ? [] : this.#issuerIn(offsets[naming] ?? 0)
      found.push({ serialNumber: serial, revocationDate, extensions, certificateIssuer })
    }
    return found.reverse()
  }

  /** RFC 5280 §5.3.3: it holds for the entries that follow, until another entry names one. */
  #issuerIn(offset: number): readonly GeneralName[] {
    const fields = DerCursor.open(this.#bytes.subarray(offset)).sequence()
    fields.integer()
    fields.time()
    const entry = { extensions: readExtensions(fields) }
    return (
      extensionValue(entry, EXTENSION.certificateIssuer, (cursor) => readGeneralNames(cursor.sequence())) ??
      []
    )
  }

  #read(): Index {
    this.#index ??= new EntryWalk(this.#bytes, this.#mayExtend).index()
    return this.#index
  }
}

/** Where the entries are. Entries are counted from 1; chains of those with the same slot end in 0. */
interface Index {
  readonly heads: Uint32Array
  readonly next: Uint32Array
  readonly offsets: Uint32Array
  /** Entries that name the issuer of what follows, ascending. */
  readonly issuers: readonly number[]
  readonly hasUnknownCritical: boolean
}

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0
  for (let at = start; at < end; at++) hash = (hash * 31 + (bytes[at] ?? 0)) | 0
  return (hash ^ (hash >>> 15)) >>> 0
}

/** One way through the bytes of a list. Everything is a number: a `DerCursor` for each of a million entries would cost half a second. */
class EntryWalk {
  readonly #bytes: Uint8Array
  readonly #mayExtend: boolean
  readonly #issuers: number[] = []
  #hasUnknownCritical = false
  /** Where the content of the element that was entered last begins. */
  #start = 0

  constructor(bytes: Uint8Array, mayExtend: boolean) {
    this.#bytes = bytes
    this.#mayExtend = mayExtend
  }

  index(): Index {
    const bytes = this.#bytes
    const end = this.#enter(TAG.sequence, 0, bytes.length)
    const most = Math.ceil((end - this.#start) / SHORTEST_ENTRY) + 1
    // RFC 5280 §5.1.2.6: where nothing is revoked the list is absent, not empty.
    if (this.#start === end || end < bytes.length) throw malformed(end)
    const heads = new Uint32Array(2 ** Math.ceil(Math.log2(most)))
    const next = new Uint32Array(most)
    const offsets = new Uint32Array(most)
    let count = 0
    for (let at = this.#start; at < end;) {
      const offset = at
      at = this.#enter(TAG.sequence, at, end)
      const serialEnd = this.#enter(TAG.integer, this.#start, at)
      checkInteger(bytes, this.#start, serialEnd)
      const slot = slotOf(bytes, this.#start, serialEnd) & (heads.length - 1)
      count++
      offsets[count] = offset
      next[count] = heads[slot] ?? 0
      heads[slot] = count
      this.#time(serialEnd, at)
      if (this.#start < at) this.#extensions(at, count)
    }
    return {
      ...{ heads, next, offsets, issuers: this.#issuers },
      hasUnknownCritical: this.#hasUnknownCritical,
    }
  }

  /** Steps over the time at `at`; its digits are read of the entry that is asked for. */
  #time(at: number, end: number): void {
    const tag = this.#bytes[at]
    const length = tag === TAG.utcTime ? 13 : 15
    const after = this.#enter(tag === TAG.utcTime ? tag : TAG.generalizedTime, at, end)
    if (after - this.#start !== length) throw malformed(at)
    this.#start = after
  }

  #extensions(end: number, entry: number): void {
    if (!this.#mayExtend) throw malformed(end)
    if (this.#enter(TAG.sequence, this.#start, end) !== end || this.#start === end) throw malformed(end)
    for (let at = this.#start; at < end;) {
      at = this.#enter(TAG.sequence, at, end)
      const oidEnd = this.#enter(TAG.oid, this.#start, at)
      const arc = this.#arc(this.#start, oidEnd)
      const isCritical = this.#bytes[oidEnd] === TAG.boolean
      const valueAt = isCritical ? this.#enter(TAG.boolean, oidEnd, at) : oidEnd
      if (this.#enter(TAG.octetString, valueAt, at) !== at) throw malformed(at)
      if (isCritical && !KNOWN_ARCS.includes(arc)) this.#hasUnknownCritical = true
      if (arc === CERTIFICATE_ISSUER) this.#issuers.push(entry)
    }
  }

  /** Returns the last arc of an identifier under 2.5.29, where those of RFC 5280 §5.3 are, or -1. */
  #arc(start: number, end: number): number {
    const isUnder = end - start === 3 && this.#bytes[start] === 0x55 && this.#bytes[start + 1] === 0x1d
    const arc = isUnder ? (this.#bytes[start + 2] ?? 0x80) : 0x80
    if (arc < 0x80) return arc
    checkOid(this.#bytes, start, end)
    return -1
  }

  /** Enters the element with identifier `tag` at `at`, which ends at `limit` or before; returns its end (X.690 §10.1). */
  #enter(tag: number, at: number, limit: number): number {
    const bytes = this.#bytes
    let length = bytes[at + 1] ?? 0
    let start = at + 2
    if (start > limit || bytes[at] !== tag) throw malformed(at)
    if (length >= 0x80) {
      const octets = length - 0x80
      const least = octets === 1 ? 0x80 : 2 ** (8 * (octets - 1))
      length = 0
      if (octets > 4 || start + octets > limit) throw malformed(at)
      for (const last = start + octets; start < last; start++) length = length * 256 + (bytes[start] ?? 0)
      if (octets === 0 || length < least) throw malformed(at)
    }
    this.#start = start
    if (start + length > limit) throw malformed(at)
    return start + length
  }
}

/** reasonCode, invalidityDate, certificateIssuer. */
const CERTIFICATE_ISSUER = 29
const KNOWN_ARCS: readonly number[] = [21, 24, CERTIFICATE_ISSUER]

function malformed(offset: number): Malformed {
  return new Malformed('der.unexpected', 'entry of a revocation list', offset)
}
