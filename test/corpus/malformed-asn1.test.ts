import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { toLatin1 } from '../../src/base/bytes.js'
import { Malformed } from '../../src/base/errors.js'
import { readPublicKey } from '../../src/crypto/public-key.js'
import { essCertIdsOf } from '../../src/formats/cms/ess.js'
import { parseSignedData } from '../../src/formats/cms/signed-data.js'
import { transcodeBer } from '../../src/formats/der/ber.js'
import { checkDer } from '../../src/formats/der/canonical.js'
import { parseCertificate } from '../../src/formats/x509/certificate.js'
import { findRevoked, parseCrl, revocationReasonOf } from '../../src/formats/x509/crl.js'
import {
  crlDistributionPointsOf,
  issuingDistributionPointOf,
} from '../../src/formats/x509/distribution-point.js'
import * as extensions from '../../src/formats/x509/extensions.js'
import { formatName, nameKey, parseName } from '../../src/formats/x509/name.js'
import { parsePem } from '../../src/formats/x509/pem.js'
import { CORPORA, hasCorpus, print } from './corpora.js'
import { readTar, type TarMember } from './tar.js'

const present = hasCorpus('malformed')
const folder = join(CORPORA, 'malformed')

/** Everything that a stranger's bytes can reach here. */
const readers: Readonly<Record<string, (bytes: Uint8Array) => void>> = {
  certificate: (bytes) => {
    readCertificate(bytes)
  },
  'revocation list': (bytes) => {
    const crl = parseCrl(bytes)
    const found = findRevoked(crl, Uint8Array.of(1))
    if (found !== undefined) revocationReasonOf(found)
    issuingDistributionPointOf(crl)
  },
  'signed data': (bytes) => {
    const signedData = parseSignedData(bytes)
    for (const signerInfo of signedData.signerInfos) essCertIdsOf(signerInfo)
    for (const certificate of signedData.certificates) readCertificate(certificate)
  },
  name: (bytes) => {
    const name = parseName(bytes)
    formatName(name)
    nameKey(name)
  },
  'public key': (bytes) => {
    readPublicKey(bytes)
  },
  'any element': (bytes) => {
    const { der } = transcodeBer(bytes)
    checkDer(der)
  },
  'PEM text': (bytes) => {
    for (const { der } of parsePem(toLatin1(bytes))) readCertificate(der)
  },
}

function readCertificate(bytes: Uint8Array): void {
  const certificate = parseCertificate(bytes)
  formatName(certificate.subject)
  nameKey(certificate.issuer)
  for (const read of [
    extensions.authorityInformationOf,
    extensions.authorityKeyIdentifierOf,
    extensions.basicConstraintsOf,
    extensions.extendedKeyUsageOf,
    extensions.keyUsageOf,
    extensions.subjectAlternativeNamesOf,
    extensions.subjectKeyIdentifierOf,
    crlDistributionPointsOf,
  ]) {
    read(certificate)
  }
  readPublicKey(certificate.spki)
}

function membersOf(path: string): readonly TarMember[] {
  if (statSync(path).isDirectory()) {
    return readdirSync(path).flatMap((name) => membersOf(join(path, name)))
  }
  return path.endsWith('.tar.gz') ? readTar(readFileSync(path)) : [{ name: path, bytes: readFileSync(path) }]
}

/** Returns the outcome: `read`, or the code of the refusal. Anything but a `Malformed` is thrown on. */
function outcomeOf(read: (bytes: Uint8Array) => void, bytes: Uint8Array): string {
  try {
    read(bytes)
    return 'read'
  } catch (error) {
    if (error instanceof Malformed) return error.code
    throw error
  }
}

describe('malformed structures', () => {
  const run = present ? it : it.skip
  run(
    'end as what they are or as a typed refusal, each within two seconds',
    () => {
      const archives = readdirSync(folder).filter(
        (name) => name !== 'manifest.json' && !name.startsWith('pdf-'),
      )
      const lines: string[] = []
      for (const archive of archives) {
        const members = membersOf(join(folder, archive)).flatMap((member) => [member, ...fromText(member)])
        let slowest = 0
        let read = 0
        for (const { name, bytes } of members) {
          for (const [kind, reader] of Object.entries(readers)) {
            const started = performance.now()
            if (outcomeOf(reader, bytes) === 'read') read++
            const took = performance.now() - started
            slowest = Math.max(slowest, took)
            expect({ name, kind, slow: took > 2000 }).toEqual({ name, kind, slow: false })
          }
        }
        lines.push(
          `${archive.padEnd(52)} ${members.length} inputs, ${read} read, slowest ${slowest.toFixed(1)} ms`,
        )
      }
      print(['Malformed ASN.1', ...lines])
    },
    600_000,
  )
})

/** The structures in a text with PEM blocks, each as an input of its own. */
function fromText(member: TarMember): readonly TarMember[] {
  const text = toLatin1(member.bytes)
  if (outcomeOf(() => parsePem(text), member.bytes) !== 'read') return []
  return parsePem(text).map(({ label, der }) => ({ name: `${member.name} ${label}`, bytes: der }))
}
