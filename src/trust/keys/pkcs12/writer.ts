import { hmac, randomBytes } from '../../../crypto/ciphers.js'
import { digest } from '../../../crypto/digest.js'
import {
  derContext,
  derContextPrimitive,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from '../../../formats/der/writer.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import { encrypt, encryptPkcs8, type EncryptionAccess } from '../encryption/encryption.js'
import { derivePkcs12 } from './derivation.js'

/** What goes into a container. */
export interface ContainerContent {
  /** PrivateKeyInfo. */
  readonly pkcs8: Uint8Array
  /** The signer's first. */
  readonly certificates: readonly Certificate[]
}

const DATA = '1.2.840.113549.1.7.1'
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6'
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2'
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3'
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1'
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21'
const SHA256 = '2.16.840.1.101.3.4.2.1'
const MAC_LENGTH = 32
const SALT_LENGTH = 16

/**
 * Returns a PKCS #12 container (RFC 7292) as current OpenSSL writes it: key and certificates under PBES2 with AES-256, a MAC with SHA-256. Key and
 * certificate share a localKeyID.
 */
export async function writePkcs12(content: ContainerContent, access: EncryptionAccess): Promise<Uint8Array> {
  const [leaf] = content.certificates
  const keyId = await digest('SHA-256', leaf === undefined ? [] : [leaf.der])
  const link = derSet(derSequence(derOid(LOCAL_KEY_ID), derSet(derOctetString(keyId))))
  const key = bag(SHROUDED_KEY_BAG, await encryptPkcs8(content.pkcs8, access), link)
  const certificates = content.certificates.map((certificate, position) =>
    bag(CERTIFICATE_BAG, certificateBag(certificate), ...(position === 0 ? [link] : [])),
  )
  const safes = derSequence(
    await encryptedSafe(derSequence(...certificates), access),
    clearSafe(derSequence(key)),
  )
  return derSequence(derInteger(3), clearSafe(safes), await macData(safes, access))
}

function bag(kind: string, value: Uint8Array, ...attributes: readonly Uint8Array[]): Uint8Array {
  return derSequence(derOid(kind), derContext(0, value), ...attributes)
}

function certificateBag(certificate: Certificate): Uint8Array {
  return derSequence(derOid(X509_CERTIFICATE), derContext(0, derOctetString(certificate.der)))
}

/** ContentInfo of id-data. */
function clearSafe(content: Uint8Array): Uint8Array {
  return derSequence(derOid(DATA), derContext(0, derOctetString(content)))
}

/** ContentInfo of id-encryptedData (RFC 5652 §8). */
async function encryptedSafe(content: Uint8Array, access: EncryptionAccess): Promise<Uint8Array> {
  const { algorithm, ciphertext } = await encrypt(content, access)
  const encryptedContent = derSequence(derOid(DATA), algorithm, derContextPrimitive(0, ciphertext))
  return derSequence(derOid(ENCRYPTED_DATA), derContext(0, derSequence(derInteger(0), encryptedContent)))
}

/** RFC 7292 §4, appendix B.3. */
async function macData(content: Uint8Array, access: EncryptionAccess): Promise<Uint8Array> {
  const { passphrase, iterations } = access
  const salt = randomBytes(SALT_LENGTH)
  const key = await derivePkcs12({
    digest: 'SHA-256',
    passphrase: passphrase.bmp(),
    salt,
    iterations,
    purpose: 3,
    length: MAC_LENGTH,
  })
  const mac = await hmac('SHA-256', key, [content])
  key.fill(0)
  const digestInfo = derSequence(derSequence(derOid(SHA256), derNull()), derOctetString(mac))
  return derSequence(digestInfo, derOctetString(salt), derInteger(iterations))
}
