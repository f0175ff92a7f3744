import { Malformed } from '../../base/errors.js'
import { finding, findingOf } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { decodeHex } from '../../formats/pdf/string-decoding.js'
import { CONTENT_TYPE } from '../../formats/cms/oids.js'
import { parseSignedData } from '../../formats/cms/signed-data.js'
import type { SignedData, SignerInfo } from '../../formats/cms/signed-data.js'

/** The CMS structure of a signature. Where there is no signer or more than one, `signer` is the first, if any. */
export interface CmsSignature {
  readonly signedData: SignedData
  readonly signer: SignerInfo
}

/** What became of `/Contents`: absent `cms` means that nothing can be computed. */
export interface CmsOutcome {
  readonly cms?: CmsSignature
  readonly findings: readonly Finding[]
}

/**
 * Returns the CMS structure that the digits of `/Contents` stand for (EN 319 142-1 §5.3, RFC 5652 §5): exactly one signer; bytes other
 * than zero after it are refused (THREATS P-GAP-09); BER is reported.
 */
export function readCmsSignature(hex: Uint8Array): CmsOutcome {
  const signedData = parseOrFinding(decodeHex(hex))
  if ('code' in signedData) return { findings: [signedData] }
  const [signer, ...others] = signedData.signerInfos
  if (signer === undefined) return { findings: [finding('cms.signer-count', 'none')] }
  return {
    cms: { signedData, signer },
    findings: [
      ...(others.length === 0 ? [] : [finding('cms.signer-count', `${others.length + 1}`)]),
      ...(signedData.wasDer ? [] : [finding('cms.not-der')]),
      ...checkVersions(signedData, signer),
    ],
  }
}

/** RFC 5652 §5.1, §5.3: the versions follow from what is inside; nothing is read differently for them. */
function checkVersions({ version, contentType, others }: SignedData, signer: SignerInfo): readonly Finding[] {
  const signerVersion = signer.sid.kind === 'issuer-and-serial' ? 1 : 3
  const isPlain = contentType === CONTENT_TYPE.data && signerVersion === 1 && others.length === 0
  const isRight = signer.version === signerVersion && (isPlain ? version === 1 : version >= 3 && version <= 5)
  return isRight ? [] : [finding('cms.version', `SignedData ${version}, SignerInfo ${signer.version}`)]
}

/** A structure that is not what it should be is reported as one thing, whatever its parser stumbled on. */
function parseOrFinding(padded: Uint8Array): SignedData | Finding {
  try {
    return parseSignedData(padded)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return error.code.startsWith('cms.') ? findingOf(error) : finding('cms.malformed', error.message, error.offset)
  }
}
