import type { RevocationResult } from '../../../../src/trust/path/revocation/revocation.js'
import type { TrustAnchor } from '../../../../src/trust/store/anchor.js'
import type { AnchorOptions } from '../../../../src/trust/store/trust-list.js'
import { TrustStore } from '../../../../src/trust/store/trust-store.js'
import type { Made } from '../../made-certificate.js'

/** Returns the anchor that a root is, which asks for revocation unless told otherwise. */
export function anchorOf(
  { certificate }: Made,
  revocation: AnchorOptions['revocation'] = { mode: 'require' },
): TrustAnchor {
  const [anchor] = TrustStore.from({ certificate: certificate.der, revocation }).anchors
  if (anchor === undefined) throw new Error('no anchor')
  return anchor
}

/** Returns the outcome and the codes of what was found, as one line. */
export function told({ outcome, findings }: RevocationResult): string {
  return [outcome, ...findings.map(({ code }) => code)].join(' ')
}

/** Evidence was there and was not believed. */
export const LEFT_ASIDE = 'unknown revocation.malformed revocation.unknown'
