import { ADVICE } from '../../base/findings/advice.js'
import { rowOf, type Finding } from '../../base/findings/finding.js'
import { signatureSchemeOf } from '../../crypto/algorithms.js'
import { readPublicKey } from '../../crypto/public-key.js'
import { Malformed } from '../../base/errors.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { formatName } from '../../formats/x509/name.js'
import { ANY_POLICY } from '../../formats/x509/policies.js'
import { algorithmName } from '../../seal/signature/algorithm-name.js'
import { toPrintable } from '../../seal/report/printable.js'
import type { PathValidation } from '../../trust/path/validate-path.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'

/** Returns what `validatePath` found in words: the verdict, why, and the path certificate by certificate. Nothing in it can steer a terminal. */
export function explainPath(result: PathValidation, file: string): string {
  const head = `${toPrintable(file)}: ${result.status}\n`
  if (result.status === 'valid') {
    const { path, anchor, findings } = result
    return [head, ...pathLines(path, anchor), ...outcomeLines(result), ...findings.flatMap(noteLines)].join(
      '',
    )
  }
  const reasons = result.findings.filter(isReason).flatMap(reasonLines)
  const notes = result.findings.filter((each) => !isReason(each)).flatMap(noteLines)
  const { nearest } = result
  const way =
    nearest === undefined
      ? ['\nNo path reaches an authority that you accept.\n']
      : ['\nThe path that comes nearest:\n', ...pathLines(nearest.certificates, nearest.anchor)]
  return [head, ...reasons, ...way, ...notes].join('')
}

const isReason = ({ code }: Finding): boolean => rowOf(code).effect !== 'note'

function reasonLines({ code, message, detail }: Finding): readonly string[] {
  const what = detail === undefined ? '' : `  What: ${toPrintable(detail)}\n`
  return [`\n${message} (${code})\n`, what, `  ${ADVICE[code]}\n`]
}

function noteLines({ code, message, detail }: Finding): readonly string[] {
  const what = detail === undefined ? '' : `: ${toPrintable(detail)}`
  return [`  Note: ${message} (${code})${what}\n`]
}

function pathLines(certificates: readonly Certificate[], anchor: TrustAnchor): readonly string[] {
  const lines = certificates.map((certificate, position) => {
    const above = certificates[position + 1]
    const issuer = above === undefined ? 'the authority' : `number ${position + 2}`
    return [
      `\n  ${position + 1}. ${toPrintable(formatName(certificate.subject))}\n`,
      `     valid ${day(certificate.notBefore)} to ${day(certificate.notAfter)}\n`,
      isSame(certificate, anchor)
        ? '     trusted by itself\n'
        : `     signed by ${issuer} with ${algorithmOf(certificate, above?.spki ?? anchor.spki)}\n`,
    ].join('')
  })
  return [...lines, anchorLines(anchor)]
}

const isSame = (certificate: Certificate, anchor: TrustAnchor): boolean =>
  anchor.certificate?.der === certificate.der || anchor.spki === certificate.spki

function anchorLines({ id, authority, jurisdiction, environment, name }: TrustAnchor): string {
  const place = jurisdiction === 'ZZ' ? '' : `, ${jurisdiction}`
  const test = environment === 'test' ? ', for tests' : ''
  const subject = name === undefined ? 'a bare public key' : toPrintable(formatName(name))
  return `\n  Authority: ${toPrintable(authority.name)}${place}${test}\n     ${subject}\n     in the trust store as ${toPrintable(id)}\n`
}

type Valid = Extract<PathValidation, { status: 'valid' }>

function outcomeLines({ policies, revocation, otherAnchors }: Valid): readonly string[] {
  const stated = policies.map((each) => (each === ANY_POLICY ? 'any' : each)).join(', ')
  const others = otherAnchors.map(({ id }) => toPrintable(id)).join(', ')
  return [
    `\n  Revocation: ${revocation.outcome}\n`,
    policies.length === 0 ? '' : `  Policies: ${stated}\n`,
    others === '' ? '' : `  The same holds under: ${others}\n`,
  ]
}

const day = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('.000Z', 'Z')

function algorithmOf({ signatureAlgorithm }: Certificate, issuerKey: Uint8Array): string {
  try {
    return algorithmName(signatureSchemeOf(signatureAlgorithm), readPublicKey(issuerKey))
  } catch (error) {
    if (error instanceof Malformed) return `algorithm ${signatureAlgorithm.oid}`
    throw error
  }
}
