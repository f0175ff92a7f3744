import { generateKey } from './key-kind.js'
import { planAuthority, type AuthorityOptions, type AuthorityPlan } from './authority-options.js'
import { crlAt, publishedName, rootOf, type AuthorityState } from './authority-state.js'
import { listOf } from './authority-trust.js'
import { memoryRegister, type CertificateRegister } from './certificate-register.js'
import type { CertificatePlan } from './writing/certificate-plan.js'
import { writeCertificate, type Issuer } from './writing/certificate-writer.js'
import { buildName } from './writing/subject-name.js'

const DAY = 86_400_000
const ROOT_DAYS = 7305
const ISSUING_DAYS = 3652

/**
 * Returns the state of a new authority: a root for twenty years, the CAs under it for ten, and their CRLs. Throws
 * `FiscalSealError('authority.invalid')` for options that it cannot be made from.
 */
export async function foundAuthority(
  options: AuthorityOptions,
  register: CertificateRegister = memoryRegister(),
): Promise<AuthorityState> {
  const plan = planAuthority(options)
  const authorities = await foundHierarchy(plan)
  const state = { plan, authorities, revoked: [] }
  return {
    ...state,
    services: {},
    list: await listOf({ ...plan, root: rootOf({ authorities }).certificate }),
    register,
    crlNumbers: authorities.map(() => 1),
    crls: await Promise.all(
      authorities.map((_, level) => crlAt(state, level, { number: 1, thisUpdate: plan.at })),
    ),
  }
}

async function foundHierarchy(plan: AuthorityPlan): Promise<readonly Issuer[]> {
  const below = plan.intermediates + 1
  const keys = await Promise.all(Array.from({ length: below + 1 }, () => generateKey(plan.key)))
  const hierarchy: Issuer[] = []
  for (const [level, key] of keys.entries()) {
    const issuer = hierarchy.at(-1) ?? { key, certificate: undefined }
    const certificate = await writeCertificate(await authorityPlan(plan, level, key.publicKey), issuer)
    hierarchy.push({ key, certificate })
  }
  return hierarchy
}

async function authorityPlan(
  plan: AuthorityPlan,
  level: number,
  publicKey: CertificatePlan['publicKey'],
): Promise<CertificatePlan> {
  const last = plan.intermediates + 1
  const role = level === 0 ? 'Root CA' : level === last ? 'Issuing CA' : `Intermediate CA ${level}`
  return {
    subject: await buildName({
      country: plan.country,
      organization: plan.name,
      commonName: `${plan.name} ${role}`,
    }),
    publicKey,
    notBefore: plan.at,
    notAfter: plan.at + (level === 0 ? ROOT_DAYS : ISSUING_DAYS) * DAY,
    profile: 'authority',
    ...(plan.url === undefined || level === 0 ? {} : addressesOf(plan.url, publishedName(level - 1, last))),
    // A root is bound by nobody but those who trust it.
    pathLength: level === 0 ? undefined : last - level,
  }
}

/** The responder answers for the issuing CA alone: of the CAs there are lists. */
function addressesOf(url: string, issuer: string): Pick<CertificatePlan, 'crlUrl' | 'issuerUrl'> {
  return { crlUrl: `${url}/${issuer}.crl`, issuerUrl: `${url}/${issuer}.cer` }
}
