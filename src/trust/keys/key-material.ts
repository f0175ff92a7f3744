/** What key files were found to hold, before any of it is believed. */
export interface KeyMaterial {
  readonly keys: readonly FoundKey[]
  readonly certificates: readonly FoundCertificate[]
}

/** A private key: PrivateKeyInfo, unencrypted. Whoever is done with it overwrites it. */
export interface FoundKey {
  readonly pkcs8: Uint8Array
  /** Name in a PKCS #12 container, by which people tell several keys apart. */
  readonly name?: string
}

/** A certificate in DER, not yet parsed. */
export interface FoundCertificate {
  readonly der: Uint8Array
}

/** Returns all of several materials as one, in order. */
export function joinMaterial(materials: readonly KeyMaterial[]): KeyMaterial {
  return {
    keys: materials.flatMap((material) => material.keys),
    certificates: materials.flatMap((material) => material.certificates),
  }
}
