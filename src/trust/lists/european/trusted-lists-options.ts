import type { Fetcher } from '../../../base/fetcher.js'
import type { TrustStore } from '../../store/trust-store.js'
import type { TrustList } from '../../store/trust-list.js'
import type { RefusalCode } from './refusal.js'
import type { TrustedService } from './trusted-service.js'

/** A certificate: DER, PEM or base64 of DER. */
export type ListSigner = string | Uint8Array

/** What European trusted lists are imported from, and whose signatures count. */
export interface TrustedListsOptions {
  /**
   * The list of lists, and the certificates with which it may be signed (they are published in the Official Journal). Its pointers name the
   * certificates for the other lists.
   */
  readonly lotl?: { readonly xml: Uint8Array; readonly signers: readonly ListSigner[] }
  /** The lists themselves, in any order: each says itself whose it is. */
  readonly lists?: readonly Uint8Array[]
  /** Certificates with which the list of a territory (`PT`, `EL`) may be signed, instead of those that the list of lists names. */
  readonly signers?: Readonly<Record<string, readonly ListSigner[]>>
  /** The moment for which the lists are wanted. A list of later is refused, one that has ended is reported. */
  readonly at: Date
  /** Sequence numbers that were seen already, by territory (`EU` for the list of lists): an older list is refused. */
  readonly atLeast?: Readonly<Record<string, number>>
  /** What the seals are for: `seals` and `signatures` leave out the services that the list does not name for it. Any by default. */
  readonly purpose?: 'any' | 'seals' | 'signatures'
  /** Asked for the lists that the list of lists points to and `lists` does not have. Nothing is fetched without it. */
  readonly fetcher?: Fetcher
  /** Territories of which lists are fetched (`PT`, `EL`); all by default. */
  readonly territories?: readonly string[]
}

/** A list that was not imported, and why. */
export interface ListRefusal {
  /** `lotl`, `lists[2]` or the address that was asked. */
  readonly name: string
  /** The territory that the list names, as far as it could be read: not proven. */
  readonly territory: string | undefined
  readonly code: RefusalCode
  readonly message: string
}

/** Something about a list that was imported which its user should know. */
export interface ListWarning {
  readonly territory: string
  readonly code:
    'list.stale' | 'list.signer-digest' | 'service.certificate' | 'service.qualification' | 'service.status'
  /** The service, where it is about one. */
  readonly service?: string
  readonly message: string
}

/** What a list says about itself. */
export interface TrustedListHeader {
  /** As the list has it: `EL`, `UK`, `EU`. */
  readonly territory: string
  /** ISO 3166-1: `GR`, `GB`; `EU` for the list of lists. */
  readonly jurisdiction: string
  /** Version of the format: 5 or 6. */
  readonly formatVersion: number
  readonly sequenceNumber: number
  readonly operator: string
  /** Milliseconds since 1970. */
  readonly issuedAt: number
  /** Milliseconds since 1970. */
  readonly nextUpdate: number
}

/** A list whose signature held. */
export interface ImportedTrustedList extends TrustedListHeader {
  /** `lotl`, `lists[2]` or the address that was asked. */
  readonly name: string
  /** SHA-256 of its bytes, lower-case hexadecimal. */
  readonly sha256: string
  /** The certificate that signed it. */
  readonly signer: { readonly subject: string; readonly sha256: string }
  /** All services of the list, also those that are no authorities of documents. */
  readonly services: readonly TrustedService[]
  /** The authorities among them, as a trust list: to be kept, bundled, or given to `TrustStore.from`. */
  readonly list: TrustList
}

/** What came of an import. What was refused takes nothing else with it. */
export interface TrustedLists {
  /** The authorities of all lists that were imported; `undefined` when there are none. */
  readonly store: TrustStore | undefined
  /** The list of lists, where one was given and its signature held. */
  readonly lotl: ImportedTrustedList | undefined
  /** By territory. */
  readonly lists: readonly ImportedTrustedList[]
  readonly refusals: readonly ListRefusal[]
  readonly warnings: readonly ListWarning[]
}
