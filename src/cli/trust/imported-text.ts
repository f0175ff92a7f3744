import { toHex } from '../../base/bytes.js'
import { digestNow } from '../../crypto/digest.js'
import { toPrintable } from '../../seal/report/printable.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import type { TrustStore } from '../../trust/store/trust-store.js'

/** Returns what was written, and of new certificates the fingerprints to be compared. */
export function importedText(file: string, store: TrustStore, added: readonly TrustAnchor[]): string {
  const { length } = store.anchors
  const count = `${length} ${length === 1 ? 'authority' : 'authorities'}`
  const head = `${toPrintable(file)}: ${count}\n`
  if (added.length === 0) return head
  return `${head}\nCompare these fingerprints (SHA-256) with those that the authority publishes:\n${added.map(addedLines).join('')}`
}

function addedLines({ id, authority, jurisdiction, certificate }: TrustAnchor): string {
  const der = certificate?.der ?? new Uint8Array(0)
  const fingerprint = digestNow === undefined ? '' : toHex(digestNow('SHA-256', [der]))
  const where = jurisdiction === 'ZZ' ? '' : `, ${jurisdiction}`
  return `  ${toPrintable(id)}  ${toPrintable(authority.name)}${where}\n    ${fingerprint}\n`
}
