import { toBase64 } from '../../base/base64.js'
import { FiscalSealError } from '../../base/errors.js'
import type { CertificateList } from '../../formats/x509/crl.js'
import { nameKey, type Name } from '../../formats/x509/name.js'
import { toPem } from '../../formats/x509/pem.js'
import type { TrustAnchor, TrustListHeader } from './anchor.js'
import { toOptions } from './anchor-options.js'
import { toRecord } from './anchor-record.js'
import { toInstant } from './record-fields.js'
import type { AnchorOptions, TrustFile, TrustList } from './trust-list.js'
import { readTrust, type TrustMaterial } from './trust-material.js'

/**
 * What a trust store is made from: PEM (certificates and CRLs, any number), DER of one certificate or CRL, the JSON of a trust list or of a
 * whole store (text, bytes or parsed), a certificate with rules of the caller, or another store.
 */
export type TrustInput = string | Uint8Array | TrustStore | TrustList | TrustFile | AnchorOptions

/** The authorities that somebody accepts, and the CRLs that travel with them. It never changes; there are no built-in roots. */
export class TrustStore {
  readonly anchors: readonly TrustAnchor[]
  readonly crls: readonly CertificateList[]

  readonly #byName: ReadonlyMap<string, readonly TrustAnchor[]>
  readonly #nameless: readonly TrustAnchor[]
  /** Answers by the name that was asked for: to compare names by RFC 5280 §7.1 costs more than a signature. */
  readonly #found = new WeakMap<Name, readonly TrustAnchor[]>()

  private constructor(material: TrustMaterial) {
    this.anchors = Object.freeze(uniqueAnchors(material.anchors))
    this.crls = Object.freeze([...new Set(material.crls)])
    this.#nameless = this.anchors.filter(({ name }) => name === undefined)
    this.#byName = indexByName(this.anchors)
  }

  /** Returns the store of everything in `input`; throws `FiscalSealError('trust.invalid')` for what cannot be read, or when nothing is given. */
  static from(input: TrustInput | readonly TrustInput[]): TrustStore {
    const inputs: readonly TrustInput[] = Array.isArray(input) ? input : [input as TrustInput]
    const materials = inputs.map((each, index) =>
      each instanceof TrustStore ? each : readTrust(each, `trust[${index}]`),
    )
    const store = new TrustStore({
      anchors: materials.flatMap((material) => material.anchors),
      crls: materials.flatMap((material) => material.crls),
    })
    if (store.anchors.length === 0)
      throw new FiscalSealError('trust.invalid', 'Nothing that was given as trust holds an authority.')
    return store
  }

  /**
   * Returns the anchors that a certificate issued by `name` may come from, the most specific jurisdiction first. Anchors that are bare public
   * keys are always among them: they have no name to chain to, and only the signature decides.
   */
  anchorsNamed(name: Name): readonly TrustAnchor[] {
    const known = this.#found.get(name)
    if (known !== undefined) return known
    const anchors = [...(this.#byName.get(nameKey(name)) ?? []), ...this.#nameless]
    this.#found.set(name, anchors)
    return anchors
  }

  /** Returns the certificates and CRLs as PEM. Rules and anchors that are bare public keys are not in it: `toJSON` has them. */
  toPem(): string {
    const certificates = this.anchors.flatMap(({ certificate }) =>
      certificate === undefined ? [] : [certificate],
    )
    return [
      ...certificates.map(({ der }) => toPem('CERTIFICATE', der)),
      ...this.crls.map(({ der }) => toPem('X509 CRL', der)),
    ].join('')
  }

  /** Returns the whole store as plain JSON, which `TrustStore.from` reads again. */
  toJSON(): TrustFile {
    const headers = new Set(this.anchors.map((anchor) => anchor.list))
    headers.delete(undefined)
    return {
      format: 'fiscalseal-trust/1',
      lists: [...headers].flatMap((header) => (header === undefined ? [] : [this.#toList(header)])),
      anchors: this.anchors.filter((anchor) => anchor.list === undefined).map(toOptions),
      crls: this.crls.map(({ der }) => toBase64(der)),
    }
  }

  #toList(header: TrustListHeader): TrustList {
    return {
      format: 'tax-trust-list/1',
      ...header,
      issuedAt: toInstant(header.issuedAt),
      expiresAt: toInstant(header.expiresAt),
      anchors: this.anchors.filter((anchor) => anchor.list === header).map(toRecord),
    }
  }
}

function indexByName(anchors: readonly TrustAnchor[]): ReadonlyMap<string, readonly TrustAnchor[]> {
  const index = new Map<string, TrustAnchor[]>()
  for (const anchor of anchors) {
    if (anchor.name === undefined) continue
    const key = nameKey(anchor.name)
    const named = index.get(key) ?? []
    index.set(
      key,
      [...named, anchor].sort((left, right) => specificity(right) - specificity(left)),
    )
  }
  return index
}

/** `PT-20` is more specific than `PT`, and that than nobody having said. */
function specificity(anchor: TrustAnchor): number {
  return anchor.jurisdiction === 'ZZ' ? 0 : anchor.jurisdiction.length
}

/** The same anchor given twice counts once; two different ones with the same name would make a report ambiguous. */
function uniqueAnchors(anchors: readonly TrustAnchor[]): TrustAnchor[] {
  const byId = new Map<string, TrustAnchor>()
  for (const anchor of anchors) {
    const known = byId.get(anchor.id)
    if (known === undefined) byId.set(anchor.id, anchor)
    else if (!sameAnchor(known, anchor)) {
      throw new FiscalSealError(
        'trust.invalid',
        `Two different authorities in the trust store have the id ${anchor.id}.`,
      )
    }
  }
  return [...byId.values()]
}

function sameAnchor(left: TrustAnchor, right: TrustAnchor): boolean {
  return left === right || JSON.stringify(toComparable(left)) === JSON.stringify(toComparable(right))
}

function toComparable(anchor: TrustAnchor): unknown {
  return anchor.origin === 'list' ? toRecord(anchor) : toOptions(anchor)
}
