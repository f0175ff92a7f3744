import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { basicConstraintsOf, extendedKeyUsageOf } from '../../../src/formats/x509/extensions.js'
import { KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import type { ValidatePathOptions } from '../../../src/trust/path/validate-path.js'

const { serverAuthentication: SERVER, clientAuthentication: CLIENT } = KEY_PURPOSE

/** The purposes of the source by their names; those that end in STRICT ask for more, which `strictObjection` does. */
export const PURPOSES: Readonly<Record<string, ValidatePathOptions['purpose']>> = {
  ANY_EKU: 'any',
  SERVER_AUTH: [SERVER],
  CLIENT_AUTH: [CLIENT],
  SERVER_AUTH_STRICT: [SERVER],
  CLIENT_AUTH_STRICT: [CLIENT],
  SERVER_AUTH_STRICT_LEAF: [SERVER],
  CLIENT_AUTH_STRICT_LEAF: [CLIENT],
}

const NOT_BESIDE = [KEY_PURPOSE.codeSigning, KEY_PURPOSE.timeStamping]

/**
 * Returns what a purpose that is asked for strictly finds wrong, a rule of the source that goes beyond RFC 5280: the leaf is no authority and is
 * for this and nothing else that matters; so is its issuer, who of servers may leave the purpose out; further up any purpose will do.
 * `chain` begins with the leaf.
 */
export function strictObjection(name: string, chain: readonly Uint8Array[]): string | undefined {
  if (!name.includes('STRICT')) return undefined
  const isServer = name.startsWith('SERVER')
  const purpose = isServer ? SERVER : CLIENT
  const judged = name.endsWith('LEAF') ? chain.slice(0, 1) : chain
  return judged
    .map((der, index) => {
      const certificate = parseCertificate(der)
      const purposes = extendedKeyUsageOf(certificate)
      if (index === 0 && basicConstraintsOf(certificate)?.ca === true) return 'an authority at the end'
      if (index === 1 && isServer && purposes === undefined) return undefined
      const isFor = purposes?.includes(purpose) === true || (index > 1 && purposes?.includes(KEY_PURPOSE.any))
      if (isFor !== true) return `certificate ${index} is not for the purpose`
      const forbidden = index === 0 ? [...NOT_BESIDE, KEY_PURPOSE.ocspSigning] : index === 1 ? NOT_BESIDE : []
      return forbidden.some((each) => purposes?.includes(each))
        ? `certificate ${index} is for something else too`
        : undefined
    })
    .find((objection) => objection !== undefined)
}
