import { toBase64 } from '../../base/base64.js'
import { FiscalSealError } from '../../base/errors.js'
import type { CertificateList } from '../../formats/x509/crl.js'
import type { Name } from '../../formats/x509/name.js'
import { toPem } from '../../formats/x509/pem.js'
import type { TrustAnchor, TrustListHeader } from './anchor.js'
import { filterAnchors, type AnchorFilter } from './anchor-filter.js'
import { AnchorIndex } from './anchor-index.js'
import { toOptions } from './anchor-options.js'
import { toLists, uniqueAnchors, uniqueLists } from './store-content.js'
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
  /** The trust lists that the anchors came with; one may hold none. */
  readonly lists: readonly TrustListHeader[]

  readonly #index: AnchorIndex
  readonly #kept = new Map<new () => object, object>()

  private constructor(material: TrustMaterial) {
    this.anchors = Object.freeze(uniqueAnchors(material.anchors))
    this.crls = Object.freeze([...new Set(material.crls)])
    this.lists = Object.freeze(uniqueLists(material.lists))
    this.#index = new AnchorIndex(this.anchors)
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
      lists: materials.flatMap((material) => material.lists),
    })
    // A list may withdraw everybody; nothing at all is a mistake.
    if (store.anchors.length === 0 && store.lists.length === 0)
      throw new FiscalSealError('trust.invalid', 'Nothing that was given as trust holds an authority.')
    return store
  }

  /** Returns the store of the anchors that `filter` asks for, perhaps of none, with all CRLs; throws `FiscalSealError('argument.invalid')`. */
  filter(filter: AnchorFilter): TrustStore {
    const { anchors, crls, lists } = this
    return new TrustStore({ anchors: filterAnchors(anchors, filter), crls, lists })
  }

  /**
   * Returns the one object of a class that belongs to this store, made when it is first asked for. What is found out about certificates under
   * a store is kept there, and goes when the store goes.
   */
  kept<T extends object>(kind: new () => T): T {
    const known = this.#kept.get(kind) as T | undefined
    if (known !== undefined) return known
    const made = new kind()
    this.#kept.set(kind, made)
    return made
  }

  /**
   * Returns the anchors that a certificate issued by `name` may come from, the most specific jurisdiction first. Bare public keys are among
   * them, as they have no name to chain to: all of them, or where `keyIdentifier` returns the identifier of one (RFC 5280 §4.2.1.1) only that,
   * and of more than 4 none where it returns another.
   */
  anchorsNamed(name: Name, keyIdentifier?: () => Uint8Array | undefined): readonly TrustAnchor[] {
    return this.#index.named(name, keyIdentifier)
  }

  /** Returns the anchors with this SubjectPublicKeyInfo. */
  anchorsWithKey(spki: Uint8Array): readonly TrustAnchor[] {
    return this.#index.withKey(spki)
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
    return {
      format: 'fiscalseal-trust/1',
      lists: toLists(this.lists, this.anchors),
      anchors: this.anchors.filter((anchor) => anchor.list === undefined).map(toOptions),
      crls: this.crls.map(({ der }) => toBase64(der)),
    }
  }
}
