import { FiscalSealError } from '../../base/errors.js'
import { identityOf, type Identity } from '../keys/identity.js'
import { schemeFor } from '../keys/signature-scheme.js'
import { chainOf, type AuthorityState, type ServiceKind } from './authority-state.js'
import { certify } from './certification.js'
import { generateKey, type KeyKind } from './key-kind.js'
import { buildName } from './writing/subject-name.js'
import type { Issuer } from './writing/certificate-writer.js'

const DAY = 86_400_000

/** What the certificates of services are like. */
const SERVICES: Readonly<
  Record<ServiceKind, { readonly name: string; readonly days: number; readonly renewDays: number }>
> = {
  // RFC 6960 §4.2.2.2.1: nobody asks whether it was revoked, so it lives shortly.
  ocsp: { name: 'OCSP Responder', days: 30, renewDays: 7 },
  'time-stamp': { name: 'Time-Stamp Authority', days: 1825, renewDays: 365 },
}

/** Returns a kind of service; throws `FiscalSealError('argument.invalid')`. */
export function requireServiceKind(kind: ServiceKind): ServiceKind {
  if (Object.keys(SERVICES).includes(kind)) return kind
  throw new FiscalSealError('argument.invalid', `A service is one of ${Object.keys(SERVICES).join(', ')}.`)
}

/** Returns the key and certificate of a service that serve at `at`, or `undefined` when new ones are needed. */
export function currentService(state: AuthorityState, kind: ServiceKind, at: number): Issuer | undefined {
  const service = state.services[kind]
  if (service === undefined) return undefined
  const { notBefore, notAfter } = service.certificate
  const lasts = notAfter - at > SERVICES[kind].renewDays * DAY || notAfter === lastOf(state)
  return notBefore <= at && at <= notAfter && lasts ? service : undefined
}

function lastOf(state: AuthorityState): number {
  return Math.max(...state.authorities.slice(-1).map(({ certificate }) => certificate.notAfter))
}

/** Returns a new key and certificate of a service, valid from `at`. */
export async function newService(state: AuthorityState, kind: ServiceKind, at: number): Promise<Issuer> {
  const { plan } = state
  const { name, days } = SERVICES[kind]
  const key = await generateKey(serviceKey(plan.key))
  const commonName = `${plan.name} ${name}`
  const subject = await buildName({ country: plan.country, organization: plan.name, commonName })
  const certificate = await certify(
    state,
    { subject, publicKey: key.publicKey },
    { profile: kind, at: Math.floor(at / 1000) * 1000, days },
  )
  return { key, certificate }
}

/** Programs that read time-stamps as PKCS #7 know no EdDSA. */
function serviceKey(kind: KeyKind): KeyKind {
  return kind === 'Ed25519' ? 'P-256' : kind
}

/** Returns a service as what signs, with the CAs above it. */
export function serviceIdentity(state: AuthorityState, { key, certificate }: Issuer): Identity {
  const chain = chainOf(state).map((each) => each.certificate)
  return identityOf({ certificate, chain, scheme: schemeFor(key.publicKey) }, key)
}
