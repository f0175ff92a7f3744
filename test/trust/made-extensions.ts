import {
  derContext,
  derContextPrimitive,
  derInteger,
  derOid,
  derSequence,
  derSet,
} from '../../src/formats/der/writer.js'
import { EXTENSION } from '../../src/formats/x509/oids.js'
import { extension } from './made-certificate.js'
import { derUtf8 } from '../formats/der/der-values.js'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/** General names, by their form (RFC 5280 §4.2.1.6). */
export const NAMED = {
  email: (text: string): Uint8Array => derContextPrimitive(1, ascii(text)),
  dns: (text: string): Uint8Array => derContextPrimitive(2, ascii(text)),
  uri: (text: string): Uint8Array => derContextPrimitive(6, ascii(text)),
  ip: (...bytes: readonly number[]): Uint8Array => derContextPrimitive(7, Uint8Array.from(bytes)),
  registeredId: (): Uint8Array => derContextPrimitive(8, Uint8Array.of(0x2a)),
  directory: (...parts: readonly (readonly [oid: string, text: string])[]): Uint8Array =>
    derContext(
      4,
      derSequence(...parts.map(([oid, text]) => derSet(derSequence(derOid(oid), derUtf8(text))))),
    ),
  other: (oid: string, value: Uint8Array): Uint8Array => derContext(0, derOid(oid), derContext(0, value)),
} as const

/** Returns subjectAltName. */
export function alternativeNames(...names: readonly Uint8Array[]): Uint8Array {
  return extension(EXTENSION.subjectAlternativeName, false, derSequence(...names))
}

/** Returns nameConstraints with the bases of subtrees. */
export function nameConstraints(
  subtrees: { readonly permitted?: readonly Uint8Array[]; readonly excluded?: readonly Uint8Array[] },
  critical = true,
): Uint8Array {
  const list = (tag: number, bases: readonly Uint8Array[] | undefined): readonly Uint8Array[] =>
    bases === undefined ? [] : [derContext(tag, ...bases.map((base) => derSequence(base)))]
  const value = derSequence(...list(0, subtrees.permitted), ...list(1, subtrees.excluded))
  return extension(EXTENSION.nameConstraints, critical, value)
}

/** Returns certificatePolicies. */
export function policies(...oids: readonly string[]): Uint8Array {
  return extension(
    EXTENSION.certificatePolicies,
    false,
    derSequence(...oids.map((oid) => derSequence(derOid(oid)))),
  )
}

/** Returns policyMappings: from the policy of the issuer to that of the subject. */
export function mappings(...pairs: readonly (readonly [from: string, to: string])[]): Uint8Array {
  const list = pairs.map(([from, to]) => derSequence(derOid(from), derOid(to)))
  return extension(EXTENSION.policyMappings, true, derSequence(...list))
}

/** Returns policyConstraints. */
export function policyConstraints(skip: {
  readonly explicit?: number
  readonly mapping?: number
}): Uint8Array {
  const field = (tag: number, count: number | undefined): readonly Uint8Array[] =>
    count === undefined ? [] : [derContextPrimitive(tag, Uint8Array.of(count))]
  return extension(
    EXTENSION.policyConstraints,
    true,
    derSequence(...field(0, skip.explicit), ...field(1, skip.mapping)),
  )
}

/** Returns inhibitAnyPolicy. */
export function inhibitAnyPolicy(skip: number): Uint8Array {
  return extension(EXTENSION.inhibitAnyPolicy, true, derInteger(skip))
}
