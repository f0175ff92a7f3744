import {
  derContext,
  derElement,
  derOctetString,
  derOid,
  derSequence,
} from '../../../src/formats/der/writer.js'
import { EXTENSION } from '../../../src/formats/x509/oids.js'
import { extension } from '../made-certificate.js'

/** subjectAltName with one other name for each pair of type and value. */
export const otherNames = (...names: readonly (readonly [string, Uint8Array])[]): Uint8Array =>
  extension(
    EXTENSION.subjectAlternativeName,
    false,
    derSequence(...names.map(([oid, value]) => derElement(0xa0, derOid(oid), derContext(0, value)))),
  )

export const CNPJ = '2.16.76.1.3.3'
/** Data of a person: birth, CPF, and further numbers. */
export const CPF = '2.16.76.1.3.1'

/** Text in an OCTET STRING, as most authorities write it. */
export const octets = (text: string): Uint8Array => derOctetString(new TextEncoder().encode(text))
