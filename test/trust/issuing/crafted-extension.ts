import { derBoolean, derOctetString, derOid, derSequence } from '../../../src/formats/der/writer.js'

/** Returns an Extension (RFC 5280 §4.1.2.9) around `value`, which is DER. */
export function craftExtension(oid: string, value: Uint8Array, critical = false): Uint8Array {
  return derSequence(derOid(oid), ...(critical ? [derBoolean(true)] : []), derOctetString(value))
}
