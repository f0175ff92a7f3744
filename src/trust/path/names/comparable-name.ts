import { Malformed } from '../../../base/errors.js'
import { DerCursor } from '../../../formats/der/cursor.js'
import { stringText } from '../../../formats/der/text.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import { subjectAlternativeNamesOf, type GeneralName } from '../../../formats/x509/extensions.js'
import { formatName, relativeNameKeys, type Name, type NameAttribute } from '../../../formats/x509/name.js'
import { EXTENSION, NAME_ATTRIBUTE, OTHER_NAME } from '../../../formats/x509/oids.js'
import { hostOf, ipv4Of, isHostName, mailboxOf } from './host-name.js'

/** A name in the form in which constraints see it. */
export interface ComparableName {
  /** Kind of the GeneralName; of an otherName its type. */
  readonly form: string
  /** Absent with the rest: it is not well-formed, and within no subtree that somebody permits. */
  readonly host?: string
  /** Part before the @, or a service. */
  readonly local?: string | undefined
  readonly address?: Uint8Array
  readonly name?: Name
  /** Its RDNs, comparable by RFC 5280 §7.1. */
  readonly relativeNames?: readonly string[]
  /** Text of the file, for a person. */
  readonly text: string
}

/**
 * Returns the names of a certificate that constraints apply to (RFC 5280 §4.2.1.10): its subject unless empty, and its alternative names.
 * Where it has none of these, addresses of e-mail in the subject; and for a certificate that is no authority a host in commonName, which
 * others take for a dNSName. Throws `Malformed`.
 */
export function comparableNamesOf(certificate: Certificate, isAuthority: boolean): readonly ComparableName[] {
  const { subject } = certificate
  const names: ComparableName[] = []
  if (subject.relativeNames.length > 0) names.push(toComparable({ kind: 'directoryName', name: subject }))
  const alternative = subjectAlternativeNamesOf(certificate).map(toComparable)
  const isListed = certificate.extensions.has(EXTENSION.subjectAlternativeName)
  // §4.2.1.6: SIZE (1..MAX); an empty list must be no way round the constraints.
  if (isListed && alternative.length === 0)
    throw new Malformed('certificate.malformed', 'no alternative name')
  if (isListed) return [...names, ...alternative]
  for (const { oid, value } of subject.attributes) {
    if (oid === NAME_ATTRIBUTE.emailAddress) names.push(toComparable({ kind: 'rfc822Name', text: value }))
    if (oid === NAME_ATTRIBUTE.commonName && !isAuthority) names.push(...hostsIn(value))
  }
  return names
}

/** A name with a full stop and nothing but labels is taken for a host. */
function hostsIn(commonName: string): readonly ComparableName[] {
  const address = ipv4Of(commonName)
  if (address !== undefined) return [toComparable({ kind: 'iPAddress', address })]
  const isHost = commonName.includes('.') && dnsName(commonName) !== undefined
  return isHost ? [toComparable({ kind: 'dNSName', text: commonName })] : []
}

function toComparable(name: GeneralName): ComparableName {
  const { kind } = name
  switch (kind) {
    case 'directoryName': {
      const text = formatName(name.name)
      if (!name.name.relativeNames.every(isWellFormed)) return { form: kind, text }
      return { form: kind, name: name.name, relativeNames: relativeNameKeys(name.name), text }
    }
    case 'iPAddress': {
      const isAddress = name.address.length === 4 || name.address.length === 16
      return { form: kind, text: name.address.join('.'), ...(isAddress ? { address: name.address } : {}) }
    }
    case 'dNSName':
      return hosted(kind, name.text, dnsName(name.text))
    case 'rfc822Name':
      return { form: kind, text: name.text, ...mailboxOf(name.text) }
    case 'uniformResourceIdentifier':
      return hosted(kind, name.text, hostOf(name.text))
    case 'otherName':
      return otherName(name.oid, name.value)
    default:
      return { form: kind, text: kind }
  }
}

/** X.501 §9.3: no type twice; X.520: a country is two letters, no text is empty; and no NUL to end a text before its end. */
function isWellFormed(attributes: readonly NameAttribute[]): boolean {
  return (
    new Set(attributes.map(({ oid }) => oid)).size === attributes.length &&
    attributes.every(({ oid, value }) => {
      const isText = value !== '' && !value.includes('\0') && !value.includes('\ufffd')
      return isText && (oid !== NAME_ATTRIBUTE.country || value.length === 2)
    })
  )
}

const hosted = (form: string, text: string, host: string | undefined): ComparableName =>
  host === undefined ? { form, text } : { form, text, host }

/** In lower case; the first label may be an asterisk that stands for any one label (RFC 9525 §6.3). */
function dnsName(text: string): string | undefined {
  const host = text.toLowerCase()
  return isHostName(host.startsWith('*.') ? host.slice(2) : host, true) ? host : undefined
}

function otherName(oid: string, value: Uint8Array): ComparableName {
  const { tag, content } = DerCursor.open(value).readElement()
  const text = stringText(tag, content) ?? ''
  // RFC 9598 §6: constraints on rfc822Name apply, by the host alone, since the part before the @ has no equal there.
  if (oid === OTHER_NAME.smtpUtf8Mailbox) return hosted('rfc822Name', text, mailboxOf(text)?.host)
  return { form: oid, text, ...(oid === OTHER_NAME.serviceName ? serviceOf(text) : {}) }
}

/** RFC 4985 §2: `_service.host`, either of which a constraint may leave out. */
export function serviceOf(text: string): { readonly local?: string; readonly host: string } | undefined {
  const name = text.toLowerCase()
  const end = name.indexOf('.')
  const isService = name.startsWith('_')
  const host = isService ? name.slice(end < 0 ? name.length : end + 1) : name
  if (host !== '' && !isHostName(host)) return undefined
  return isService ? { local: end < 0 ? name : name.slice(0, end), host } : { host }
}
