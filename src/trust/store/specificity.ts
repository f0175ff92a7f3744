import type { TrustAnchor } from './anchor.js'

/** Returns the rank of a jurisdiction (ISO 3166): a part of a country is more specific than the country, and that than nobody having said (`ZZ`). */
export function specificityOf({ jurisdiction }: Pick<TrustAnchor, 'jurisdiction'>): number {
  return jurisdiction === 'ZZ' ? 0 : jurisdiction.includes('-') ? 2 : 1
}
