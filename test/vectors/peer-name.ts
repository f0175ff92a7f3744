import { parseCertificate, type Certificate } from '../../src/formats/x509/certificate.js'
import { subjectAlternativeNamesOf } from '../../src/formats/x509/extensions.js'
import { firstValue } from '../../src/formats/x509/name.js'
import { NAME_ATTRIBUTE } from '../../src/formats/x509/oids.js'
import { parsePem } from '../../src/formats/x509/pem.js'

/** Whom a client of a server expects at the other end. */
export interface PeerName {
  readonly kind: string
  readonly value: string
}

/**
 * Returns whether the certificate is of the peer (RFC 9525 §6): the question that clients of servers ask after the path holds, and documents do
 * not. An asterisk stands for one whole label, the first.
 */
export function isOfPeer(certificate: Certificate, { kind, value }: PeerName): boolean {
  return subjectAlternativeNamesOf(certificate).some((name) => {
    if (kind === 'DNS')
      return name.kind === 'dNSName' && isSameHost(name.text.toLowerCase(), value.toLowerCase())
    if (kind === 'IP') return name.kind === 'iPAddress' && textOf(name.address) === textOf(addressOf(value))
    return name.kind === 'rfc822Name' && name.text === value
  })
}

/** Returns whether a certificate without alternative names has the host as its commonName, as some test suites still expect. */
export function subjectNamesHost(certificate: Certificate, host: string): boolean {
  const isAlone = subjectAlternativeNamesOf(certificate).length === 0
  return isAlone && isSameHost(firstValue(certificate.subject, NAME_ATTRIBUTE.commonName) ?? '', host)
}

function isSameHost(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === host
  return pattern.slice(1) === host.slice(Math.max(0, host.indexOf('.')))
}

const textOf = (bytes: readonly number[] | Uint8Array): string => Array.from(bytes).join('.')

function addressOf(text: string): readonly number[] {
  if (!text.includes(':')) return text.split('.').map(Number)
  const [head = '', tail = ''] = text.split('::')
  const groups = (part: string): readonly number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
  const missing = 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array.from({ length: missing }, () => 0), ...groups(tail)]
  return all.flatMap((group) => [group >> 8, group & 0xff])
}

/** Returns the certificates of a PEM text, in order. */
export function certificatesOf(pem: string): readonly Certificate[] {
  return parsePem(pem)
    .filter(({ label }) => label === 'CERTIFICATE')
    .map(({ der }) => parseCertificate(der))
}
