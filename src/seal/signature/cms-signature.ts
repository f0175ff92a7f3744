import { Malformed } from '../../base/errors.js'
import { finding, findingOf } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { joinLists } from '../../base/lists.js'
import { CONTENT_TYPE } from '../../formats/cms/oids.js'
import { parseDerSignedData } from '../../formats/cms/der-signed-data.js'
import type { SignedData, SignerInfo } from '../../formats/cms/der-signed-data.js'

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

/** Reads a SignedData; `undefined` for an envelope in BER, where it reads none. */
type Parse = (padded: Uint8Array) => SignedData | undefined

/** `readCmsSignature` for a structure in DER, as nearly all are; `undefined` for one that may be BER. */
export function readDerCmsSignature(contents: Uint8Array): CmsOutcome | undefined {
  return readCmsSignatureWith(contents, parseDerSignedData)
}

/** `readCmsSignature` with a parser of the caller's choice; `undefined` where that has nothing to say. */
export function readCmsSignatureWith(contents: Uint8Array, parse: Parse): CmsOutcome | undefined {
  const parsed = parsePadded(contents, parse)
  if (parsed === undefined) return undefined
  const { signedData, findings } = parsed
  if (signedData === undefined) return { findings }
  const { signerInfos } = signedData
  const [signer] = signerInfos
  const isOnly = signerInfos.length === 1
  if (signer === undefined) return { findings: [...findings, finding('cms.signer-count', 'none')] }
  return {
    cms: { signedData, signer },
    findings: joinLists([
      findings,
      isOnly ? [] : [finding('cms.signer-count', `${signerInfos.length}`)],
      signedData.wasDer ? [] : [finding('cms.not-der')],
      checkVersions(signedData, signer),
    ]),
  }
}

/** RFC 5652 §5.1, §5.3: the versions follow from what is inside. Version 1 where 3 is due is what some producers write. */
function checkVersions({ version, contentType, others }: SignedData, signer: SignerInfo): readonly Finding[] {
  const signerVersion = signer.sid.kind === 'issuer-and-serial' ? 1 : 3
  const isPlain = contentType === CONTENT_TYPE.data && signerVersion === 1 && others.length === 0
  const allowed = isPlain ? [1] : [1, 3, 4, 5]
  const isRight = signer.version === signerVersion && allowed.includes(version)
  return isRight ? [] : [finding('cms.version', `SignedData ${version}, SignerInfo ${signer.version}`)]
}

/** A structure that is not what it should be is reported as one thing, whatever its parser stumbled on. */
function parsePadded(
  padded: Uint8Array,
  parse: Parse,
): { readonly signedData?: SignedData; readonly findings: readonly Finding[] } | undefined {
  try {
    const signedData = parse(padded)
    return signedData === undefined ? undefined : { signedData, findings: [] }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    if (error.code !== 'cms.trailing-data' || error.offset === undefined) {
      return {
        findings: [
          error.code === 'cms.malformed'
            ? findingOf(error)
            : finding('cms.malformed', error.message, error.offset),
        ],
      }
    }
    // Refused, but what stands before the first such byte can still be computed.
    return { ...parsePadded(padded.subarray(0, error.offset), parse), findings: [findingOf(error)] }
  }
}
