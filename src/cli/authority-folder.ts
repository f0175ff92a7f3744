import { join } from 'node:path'
import { fromUtf8, toUtf8 } from '../base/bytes.js'
import { FiscalSealError } from '../base/errors.js'
import { toPem } from '../formats/x509/pem.js'
import type { Authority } from '../trust/issuing/authority.js'
import { exportAuthority, loadAuthority } from '../trust/issuing/authority-file.js'
import { readInputFile } from './input-file.js'
import type { OutputFile } from './output-file.js'

/** The file with the keys of an authority, in its folder. */
const SECRET_FILE = 'authority.json'

/** Returns the files that an authority is kept in; the keys are encrypted when there is a passphrase. */
export async function authorityFiles(
  authority: Authority,
  folder: string,
  passphrase: string | undefined,
): Promise<readonly OutputFile[]> {
  return [
    await secretFile(authority, folder, passphrase),
    { path: join(folder, 'trust.json'), bytes: toJsonFile(authority.trust) },
    { path: join(folder, 'root.pem'), bytes: pemFile('CERTIFICATE', authority.certificate.der) },
    { path: join(folder, 'issuing-ca.pem'), bytes: pemFile('CERTIFICATE', authority.issuingCertificate.der) },
    { path: join(folder, 'issuing-ca.crl'), bytes: authority.crl },
  ]
}

/** Returns the file with the keys alone, as it is after a certificate was issued. */
export async function secretFile(
  authority: Authority,
  folder: string,
  passphrase: string | undefined,
): Promise<OutputFile> {
  const exported = await exportAuthority(authority, passphrase === undefined ? {} : { passphrase })
  return { path: join(folder, SECRET_FILE), bytes: toJsonFile(exported), isSecret: true }
}

/** Returns the bytes of the file with the keys; throws `FiscalSealError` `file.not-found`. */
export function readSecretFile(folder: string): Uint8Array {
  return readInputFile(join(folder, SECRET_FILE))
}

/** Returns the authority of such a file; throws `FiscalSealError` as `loadAuthority` does. */
export async function openAuthority(secret: Uint8Array, passphrase: string | undefined): Promise<Authority> {
  const text = fromUtf8(secret)
  if (text === undefined)
    throw new FiscalSealError('authority.invalid', 'The file of the authority is no text.')
  return loadAuthority(text, passphrase === undefined ? {} : { passphrase })
}

function toJsonFile(value: object): Uint8Array {
  return toUtf8(`${JSON.stringify(value, null, 2)}\n`)
}

function pemFile(label: string, der: Uint8Array): Uint8Array {
  return toUtf8(toPem(label, der))
}
