import { toHex } from '../../base/bytes.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { firstValue } from '../../formats/x509/name.js'
import { NAME_ATTRIBUTE } from '../../formats/x509/oids.js'

/** What a seal says of its maker. */
export interface SealFacts {
  readonly certificate: Certificate
  readonly taxIds: readonly string[]
  readonly at: Date
}

/** Returns the name of the subject of a certificate: organization, else common name. For people; it decides nothing. */
export function subjectName({ subject }: Certificate): string | undefined {
  return firstValue(subject, NAME_ATTRIBUTE.organization) ?? firstValue(subject, NAME_ATTRIBUTE.commonName)
}

/**
 * Returns the lines of a visible seal: who sealed, tax id, authority, time, certificate, and that the page alone proves nothing. No
 * sign of approval: anyone can draw one.
 */
export function sealLines({ certificate, taxIds, at }: SealFacts): readonly string[] {
  const { issuer } = certificate
  const authority =
    firstValue(issuer, NAME_ATTRIBUTE.organization) ?? firstValue(issuer, NAME_ATTRIBUTE.commonName)
  const moment = at.toISOString()
  const facts = [
    ...(taxIds.length > 0 ? [`tax id ${taxIds.join(', ')}`] : []),
    ...(authority === undefined ? [] : [`for ${authority}`]),
  ]
  return [
    `Sealed by ${subjectName(certificate) ?? 'the holder of the certificate'}`,
    ...(facts.length > 0 ? [capitalised(facts.join(', '))] : []),
    `On ${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`,
    `Certificate ${toHex(certificate.serialNumber)}`,
    'Verify electronically: the page alone proves nothing.',
  ]
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
