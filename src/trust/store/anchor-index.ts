import { equalBytes, toHex } from '../../base/bytes.js'
import { digestNow } from '../../crypto/digest.js'
import { readPublicKey } from '../../crypto/public-key.js'
import { nameKey, type Name } from '../../formats/x509/name.js'
import type { TrustAnchor } from './anchor.js'
import { specificityOf } from './specificity.js'

/** Finds the anchors of a store by name and by key: what that costs does not depend on how many there are. */
export class AnchorIndex {
  readonly #byName: ReadonlyMap<string, readonly TrustAnchor[]>
  readonly #byKey: ReadonlyMap<number, readonly TrustAnchor[]>
  /** Anchors that are bare public keys. */
  readonly #bare: readonly TrustAnchor[]
  #bareByIdentifier: ReadonlyMap<string, readonly TrustAnchor[]> | undefined
  /** Answers by the name that was asked for: to compare names by RFC 5280 §7.1 costs more than a signature. */
  readonly #found = new WeakMap<Name, readonly TrustAnchor[]>()

  constructor(anchors: readonly TrustAnchor[]) {
    const named = anchors.filter(({ name }) => name !== undefined)
    this.#byName = grouped(named, ({ name }) => (name === undefined ? [] : [nameKey(name)]))
    this.#byKey = grouped(anchors, ({ spki }) => [placeOf(spki)])
    this.#bare = bySpecificity(anchors.filter(({ name }) => name === undefined))
  }

  /** Returns the anchors with this name, and the bare keys that may be meant, as `TrustStore.anchorsNamed` says. */
  named(name: Name, keyIdentifier: (() => Uint8Array | undefined) | undefined): readonly TrustAnchor[] {
    const named = this.#named(name)
    if (this.#bare.length === 0) return named
    const bare = this.#identified(keyIdentifier?.()) ?? this.#bare
    return named.length === 0 ? bare : bySpecificity([...named, ...bare])
  }

  /** Returns the anchors with this SubjectPublicKeyInfo. */
  withKey(spki: Uint8Array): readonly TrustAnchor[] {
    const place = this.#byKey.get(placeOf(spki))
    return place === undefined ? NONE : place.filter((anchor) => equalBytes(anchor.spki, spki))
  }

  #named(name: Name): readonly TrustAnchor[] {
    const known = this.#found.get(name)
    if (known !== undefined) return known
    const named = this.#byName.get(nameKey(name)) ?? NONE
    this.#found.set(name, named)
    return named
  }

  /** Returns the bare keys that the identifier names; `undefined` when any may be meant. */
  #identified(keyIdentifier: Uint8Array | undefined): readonly TrustAnchor[] | undefined {
    if (keyIdentifier === undefined || this.#bare.length === 1 || digestNow === undefined) return undefined
    this.#bareByIdentifier ??= grouped(this.#bare, ({ spki }) => identifiersOf(spki))
    const identified = this.#bareByIdentifier.get(toHex(keyIdentifier))
    // An issuer may make identifiers in a way of its own (RFC 5280 §4.2.1.2): as long as it costs little, that is tried.
    return identified ?? (this.#bare.length > MOST_GUESSED ? NONE : undefined)
  }
}

const NONE: readonly TrustAnchor[] = []

/** Most bare keys that are tried on a certificate whose key identifier is that of none. */
const MOST_GUESSED = 4

/** RFC 5280 §4.2.1.2 (1), (2), RFC 7093 §2 (1), (4), and the same of the whole SubjectPublicKeyInfo, as some compute them. */
function identifiersOf(spki: Uint8Array): readonly string[] {
  if (digestNow === undefined) return []
  const { material } = readPublicKey(spki)
  const [short, long] = [digestNow('SHA-1', [material]), digestNow('SHA-256', [material])]
  const shortest = short.slice(-8)
  shortest[0] = 0x40 | ((shortest[0] ?? 0) & 0x0f)
  const whole = [digestNow('SHA-1', [spki]), digestNow('SHA-256', [spki])]
  return [short, shortest, long, long.subarray(0, 20), ...whole].map(toHex)
}

/** A small number made of six bytes that differ in almost all keys: before the exponent of RSA, inside the coordinate of a point. What counts is every byte. */
function placeOf(spki: Uint8Array): number {
  let place = 0
  for (let index = Math.max(0, spki.length - 14); index < spki.length - 8; index++)
    place = Math.imul(place, 31) + (spki[index] ?? 0)
  return place | 0
}

function grouped<Key>(
  anchors: readonly TrustAnchor[],
  keysOf: (anchor: TrustAnchor) => readonly Key[],
): ReadonlyMap<Key, readonly TrustAnchor[]> {
  const groups = new Map<Key, TrustAnchor[]>()
  for (const anchor of anchors) {
    for (const key of keysOf(anchor)) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [anchor])
      else group.push(anchor)
    }
  }
  for (const [key, group] of groups) if (group.length > 1) groups.set(key, bySpecificity(group))
  return groups
}

/** The most specific jurisdiction first; of two alike the one that was given first. */
function bySpecificity(anchors: readonly TrustAnchor[]): TrustAnchor[] {
  return [...anchors].sort((left, right) => specificityOf(right) - specificityOf(left))
}
