import type { Certificate } from '../../formats/x509/certificate.js'
import type { TrustAnchor } from '../store/anchor.js'
import { isAnchorItself } from './anchor-itself.js'
import { hintsOf } from './issuer-order.js'
import type { PathCache } from './path-cache.js'
import type { PathOptions } from './path-options.js'

/** What says which anchors count: those of the store that are for the usage. */
type Wanted = Pick<PathOptions, 'store' | 'usage'>

/** Returns the anchors that may have issued the certificate. */
export function anchorsFor(
  certificate: Certificate,
  { store, usage }: Wanted,
  cache: PathCache,
): readonly TrustAnchor[] {
  const name = cache.knownName(certificate.issuer)
  const anchors = store.anchorsNamed(name, () => hintsOf(certificate, cache)?.issuerKey)
  if (anchors.length === 0) return anchors
  return anchors.filter(usage === 'document-signature' ? issuesToSigners : issues)
}

const issues = ({ role }: TrustAnchor): boolean => role !== 'direct-signer'

const issuesToSigners = ({ role }: TrustAnchor): boolean =>
  role !== 'direct-signer' && role !== 'timestamp-authority'

/** Returns the anchors that are the certificate, and may sign: trusted lists name the certificates that sign time-stamps themselves. */
export function anchorsAt(certificate: Certificate, { store, usage }: Wanted): readonly TrustAnchor[] {
  const anchors = store.anchorsWithKey(certificate.spki)
  if (anchors.length === 0) return anchors
  return anchors.filter(
    (anchor) =>
      (anchor.role === 'direct-signer' ||
        anchor.origin === 'certificate' ||
        (anchor.role === 'timestamp-authority' && usage !== 'document-signature')) &&
      isAnchorItself(certificate, anchor),
  )
}
