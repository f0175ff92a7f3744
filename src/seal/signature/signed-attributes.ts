import { finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { joinLists } from '../../base/lists.js'
import { contentTypeOf } from '../../formats/cms/attribute.js'
import { ATTRIBUTE, CONTENT_TYPE } from '../../formats/cms/oids.js'
import type { SignedAttributes } from '../../formats/cms/der-signed-data.js'
import type { CmsSignature } from './cms-signature.js'
import { isSubFilterOfTimeStamp } from './signature-dictionary.js'
import type { SubFilter } from './signature-dictionary.js'

/**
 * Returns what is wrong with the signed attributes (RFC 5652 §5.3, §11; EN 319 122-1 §5.1): they must be there, in DER, each once,
 * content-type and message-digest with one value, content-type that of the content.
 */
export function checkSignedAttributes(
  { signedData, signer }: CmsSignature,
  subFilter: SubFilter,
): readonly Finding[] {
  const { signedAttributes } = signer
  if (signedAttributes === undefined) return [finding('cms.signed-attributes-missing')]
  const wanted = isSubFilterOfTimeStamp(subFilter) ? CONTENT_TYPE.timeStampInfo : CONTENT_TYPE.data
  return joinLists([
    signedAttributes.isDer ? [] : [finding('cms.signed-attributes-not-der')],
    checkSingle(signedAttributes),
    checkContentType(signedAttributes, wanted),
    signedData.contentType === wanted ? [] : [finding('cms.content-type-mismatch', signedData.contentType)],
  ])
}

/** RFC 5652 §5.3: "MUST NOT include multiple instances of the same attribute"; nobody needs several values of those that count. */
function checkSingle({ attributes }: SignedAttributes): readonly Finding[] {
  const findings: Finding[] = []
  const seen: string[] = []
  for (const { oid, values } of attributes) {
    if (seen.includes(oid) || values.length === 0 || (values.length > 1 && SINGLE_VALUED.includes(oid))) {
      findings.push(finding('cms.attribute-duplicate', oid))
    }
    seen.push(oid)
  }
  return findings
}

const SINGLE_VALUED: readonly string[] = [
  ATTRIBUTE.contentType,
  ATTRIBUTE.messageDigest,
  ATTRIBUTE.signingTime,
  ATTRIBUTE.algorithmProtection,
  ATTRIBUTE.signingCertificate,
  ATTRIBUTE.signingCertificateV2,
]

function checkContentType({ attributes }: SignedAttributes, wanted: string): readonly Finding[] {
  const found = contentTypeOf(attributes)
  if (found === undefined) return [finding('cms.content-type-missing')]
  return found === wanted ? [] : [finding('cms.content-type-mismatch', found)]
}
