import { parseSignedData } from '../../formats/cms/signed-data.js'
import { readCmsSignatureWith } from './cms-signature.js'
import type { CmsOutcome } from './cms-signature.js'

/**
 * Returns the CMS structure in the bytes of `/Contents` (EN 319 142-1 §5.3, RFC 5652 §5): exactly one signer; bytes other
 * than zero after it are refused (THREATS P-GAP-09); BER is reported.
 */
export function readCmsSignature(contents: Uint8Array): CmsOutcome {
  return readCmsSignatureWith(contents, parseSignedData) ?? { findings: [] }
}
