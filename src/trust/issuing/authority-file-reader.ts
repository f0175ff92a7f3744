import { fromBase64 } from '../../base/base64.js'
import { FiscalSealError } from '../../base/errors.js'
import { importPrivateKey, type PrivateKey } from '../../crypto/private-key.js'
import { readPublicKey } from '../../crypto/public-key.js'
import { parseCertificate } from '../../formats/x509/certificate.js'
import { parseCrl, type CertificateList } from '../../formats/x509/crl.js'
import { isSameKey } from '../keys/identity-rules.js'
import { readKeyFile } from '../keys/key-file.js'
import { Passphrase, type PassphraseInput } from '../keys/passphrase.js'
import { planAuthority } from './authority-options.js'
import { rootOf, type AuthorityState } from './authority-state.js'
import { listOf } from './authority-trust.js'
import type { AuthorityFile, IssuerRecord, LoadAuthorityOptions } from './authority-record.js'
import { memoryRegister } from './certificate-register.js'
import { isSerialNumber } from './writing/serial-number.js'
import type { Issuer } from './writing/certificate-writer.js'

/** The first format of the file: a root and an issuing CA, one number, no services, and of what was issued only what it says. */
interface FirstFile extends Pick<AuthorityFile, 'options' | 'issued' | 'revoked' | 'crls'> {
  readonly format: 'fiscalseal-authority/1'
  readonly root: IssuerRecord
  readonly issuing: IssuerRecord
  readonly crlNumber: number
}

/**
 * Returns the state that a parsed file holds. Throws `FiscalSealError` as `loadAuthority` does, `Malformed`, and `TypeError` where a field is of
 * another type than it should be.
 */
export async function readState(file: unknown, options: LoadAuthorityOptions): Promise<AuthorityState> {
  const record = inPresentFormat(file)
  const authorities = await readIssuers(record.authorities, options.passphrase)
  const root = rootOf({ authorities }).certificate
  const plan = planAuthority({ ...record.options, at: new Date(root.notBefore) })
  if (authorities.length !== plan.intermediates + 2) throw invalid('its CAs are not as many as it says')
  checkRecords(record)
  return {
    plan,
    authorities,
    services: await readServices(record.services, options.passphrase),
    list: await listOf({ ...plan, root }),
    register: (options.register ?? memoryRegister)(record.issued),
    revoked: [...record.revoked],
    crlNumbers: [...record.crlNumbers],
    crls: readCrls(record),
  }
}

function inPresentFormat(file: unknown): AuthorityFile {
  const { format } = file as { readonly format: unknown }
  if (format === 'fiscalseal-authority/2') return file as AuthorityFile
  if (format !== 'fiscalseal-authority/1') throw invalid('its format is unknown')
  const { root, issuing, crlNumber, ...same } = file as FirstFile
  return {
    ...same,
    format: 'fiscalseal-authority/2',
    authorities: [root, issuing],
    services: {},
    // The list of the root was never written again.
    crlNumbers: [1, crlNumber],
  }
}

function checkRecords({ issued, revoked, crlNumbers, authorities }: AuthorityFile): void {
  const numbers = [issued, revoked].flatMap((records) => records.map(({ serialNumber }) => serialNumber))
  if (!numbers.every(isSerialNumber)) throw invalid('a serial number is not written in hexadecimal')
  if (new Set(issued.map(({ serialNumber }) => serialNumber)).size !== issued.length)
    throw invalid('a serial number occurs twice')
  if (!revoked.every(({ at }) => Number.isSafeInteger(at))) throw invalid('the time of a revocation is none')
  const isEachNumbered = crlNumbers.length === authorities.length && crlNumbers.every(Number.isSafeInteger)
  if (!isEachNumbered) throw invalid('the number of its CRL is no number')
}

function readCrls({ crls, authorities }: AuthorityFile): readonly CertificateList[] {
  if (crls.length !== authorities.length) throw invalid('its CRLs are not as many as its CAs')
  return crls.map((crl) => parseCrl(bytesOf(crl)))
}

function readIssuers(
  records: readonly IssuerRecord[],
  passphrase: PassphraseInput | undefined,
): Promise<Issuer[]> {
  return Promise.all(records.map((record) => readIssuer(record, passphrase)))
}

async function readServices(
  records: AuthorityFile['services'],
  passphrase: PassphraseInput | undefined,
): Promise<AuthorityState['services']> {
  const { ocsp, 'time-stamp': timeStamp } = records
  return {
    ...(ocsp === undefined ? {} : { ocsp: await readIssuer(ocsp, passphrase) }),
    ...(timeStamp === undefined ? {} : { 'time-stamp': await readIssuer(timeStamp, passphrase) }),
  }
}

async function readIssuer(record: IssuerRecord, passphrase: PassphraseInput | undefined): Promise<Issuer> {
  const certificate = parseCertificate(bytesOf(record.certificate))
  const key = await readKey(bytesOf(record.key), passphrase)
  if (!isSameKey(key.publicKey, readPublicKey(certificate.spki)))
    throw invalid('key and certificate do not match')
  return { key, certificate }
}

async function readKey(der: Uint8Array, input: PassphraseInput | undefined): Promise<PrivateKey> {
  const passphrase = Passphrase.from(input)
  try {
    const [found] = (await readKeyFile(der, passphrase)).keys
    if (found === undefined) throw invalid('it holds no key')
    const key = await importPrivateKey(found.pkcs8)
    found.pkcs8.fill(0)
    return key
  } finally {
    passphrase.wipe()
  }
}

function bytesOf(base64: string): Uint8Array {
  const bytes = fromBase64(base64)
  if (bytes === undefined) throw invalid('a field is not base64')
  return bytes
}

/** Returns the error of a file that is no authority. */
export function invalid(why: string): FiscalSealError {
  return new FiscalSealError('authority.invalid', `The file of the authority cannot be used: ${why}.`)
}
