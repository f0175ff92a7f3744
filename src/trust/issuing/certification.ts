import { equalBytes, toHex } from '../../base/bytes.js'
import { FiscalSealError, Malformed } from '../../base/errors.js'
import { checkOptionNames } from '../../base/known-options.js'
import { signatureSchemeOf } from '../../crypto/algorithms.js'
import type { PublicKey } from '../../crypto/public-key.js'
import { checkSignature } from '../../crypto/signature.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { basicConstraintsOf } from '../../formats/x509/extensions.js'
import { formatName } from '../../formats/x509/name.js'
import type { IssuePlan } from './authority-options.js'
import { requireDays } from './option-fields.js'
import { issuingOf, wholeSeconds, type AuthorityState } from './authority-state.js'
import type { CertificatePlan, Profile } from './writing/certificate-plan.js'
import { writeCertificate } from './writing/certificate-writer.js'
import { buildName } from './writing/subject-name.js'

const DAY = 86_400_000

/** From when and for how long a certificate is valid. */
export interface Validity {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly days: number
}

/** Whose certificate it is: a Name in DER and a key. */
export interface Holder {
  readonly subject: Uint8Array
  readonly publicKey: PublicKey
}

/** Returns a new certificate of a seller, kept in the register. Throws `FiscalSealError('authority.invalid')` outside the validity of the CA. */
export async function certifySeller(
  state: AuthorityState,
  plan: IssuePlan,
  publicKey: PublicKey,
): Promise<Certificate> {
  const subject = await buildName({ ...plan, organization: plan.legalName })
  return certify(state, { subject, publicKey }, { profile: 'seal', ...plan })
}

/** Returns a new certificate under the issuing CA, kept in the register; never valid longer than the CA. */
export async function certify(
  state: AuthorityState,
  holder: Holder,
  terms: Validity & { readonly profile: Profile },
): Promise<Certificate> {
  const issuing = issuingOf(state)
  const certificate = await writeCertificate(certificatePlan(state, holder, terms), issuing)
  await state.register.add(certificate)
  return certificate
}

function certificatePlan(
  state: AuthorityState,
  holder: Holder,
  terms: Validity & { readonly profile: Profile },
): CertificatePlan {
  if (terms.profile === 'seal') requireUnrevoked(state)
  const { notBefore, notAfter } = issuingOf(state).certificate
  if (terms.at < notBefore || terms.at > notAfter) {
    throw new FiscalSealError('authority.invalid', 'The issuing CA is not valid at the time of issue.')
  }
  const { crlUrl, ocspUrl, issuerUrl } = state.plan
  return {
    ...holder,
    profile: terms.profile,
    notBefore: terms.at,
    notAfter: Math.min(terms.at + terms.days * DAY, notAfter),
    crlUrl,
    ocspUrl,
    issuerUrl,
  }
}

/** Nobody would trust what a CA certifies that was revoked itself, or whose issuer was. */
function requireUnrevoked({ authorities, revoked }: AuthorityState): void {
  for (const { certificate } of authorities) {
    const serialNumber = toHex(certificate.serialNumber)
    if (!revoked.some((each) => each.serialNumber === serialNumber)) continue
    const name = formatName(certificate.subject)
    throw new FiscalSealError('authority.invalid', `The CA ${name} is revoked; it certifies nobody any more.`)
  }
}

/** When a renewed certificate begins, and for how long it is valid. */
export interface RenewOptions {
  /** Default: now. */
  readonly at?: Date
  /** Default: as long as the earlier one was, but never longer than the issuing CA. */
  readonly days?: number
}

/** Returns the validity of a certificate that follows `earlier`. Throws `FiscalSealError('argument.invalid')`. */
export function validityAfter(earlier: Certificate, options: RenewOptions): Validity {
  checkOptionNames(options, { at: true, days: true }, { of: 'a renewal' })
  const before = Math.max(1, Math.round((earlier.notAfter - earlier.notBefore) / DAY))
  return {
    at: wholeSeconds(options.at ?? new Date()),
    days: requireDays(options.days ?? before, 'argument.invalid'),
  }
}

/**
 * Checks that `certificate` is one of a seller that the issuing CA of this authority signed and remembers. Throws
 * `FiscalSealError('argument.invalid')`.
 */
export async function requireOwn(state: AuthorityState, certificate: Certificate): Promise<void> {
  const issuing = issuingOf(state)
  const serialNumber = toHex(certificate.serialNumber)
  const isKnown =
    state.register.find(serialNumber) !== undefined &&
    equalBytes(certificate.issuer.der, issuing.certificate.subject.der) &&
    basicConstraintsOf(certificate)?.ca !== true
  if (isKnown && (await isSignedBy(certificate, issuing.key.publicKey))) return
  throw new FiscalSealError(
    'argument.invalid',
    `The certificate with the serial number ${serialNumber} was not issued here.`,
  )
}

async function isSignedBy(certificate: Certificate, key: PublicKey): Promise<boolean> {
  try {
    const scheme = signatureSchemeOf(certificate.signatureAlgorithm)
    return await checkSignature({
      scheme,
      key,
      message: [certificate.tbs],
      signature: certificate.signature,
    })
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}
