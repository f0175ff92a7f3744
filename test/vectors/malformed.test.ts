import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { toLatin1 } from '../../src/base/bytes.js'
import { FiscalSealError, Malformed } from '../../src/base/errors.js'
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
import { parseOcspResponse } from '../../src/formats/x509/ocsp-response.js'
import { parsePem } from '../../src/formats/x509/pem.js'
import { readKeyFile } from '../../src/trust/keys/key-file.js'
import { Passphrase } from '../../src/trust/keys/passphrase.js'
import { CORPORA, hasCorpus } from '../corpus/corpora.js'
import { readTar, type TarMember } from '../corpus/tar.js'
import { arithmeticOf } from './signature-arithmetic.js'
import { expectAgreement, runSuite, type Outcome, type Vector } from './suite.js'

const present = hasCorpus('malformed')
const folder = join(CORPORA, 'malformed')

/** Everything that a stranger's bytes can reach here. */
const readers: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  certificate: (bytes) => {
    readCertificate(bytes)
  },
  'revocation list': (bytes) => {
    const crl = parseCrl(bytes)
    const found = findRevoked(crl, Uint8Array.of(1))
    if (found !== undefined) revocationReasonOf(found)
    issuingDistributionPointOf(crl)
  },
  'OCSP response': (bytes) => {
    parseOcspResponse(bytes)
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
  'key file': (bytes) => readKeyFile(bytes, Passphrase.from('')),
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

/** An input and how it is read. */
interface Case extends Vector {
  readonly bytes: Uint8Array
  readonly read: (bytes: Uint8Array) => unknown
}

const SLOW = 2000
const MOST_MEMORY = 256 * 1024 * 1024

/** What is neither read nor refused by a typed error is thrown on, and ends the run. */
async function endReading(read: Case['read'], bytes: Uint8Array): Promise<void> {
  try {
    await read(bytes)
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof FiscalSealError)) throw error
  }
}

async function judge({ bytes, read }: Case): Promise<Outcome> {
  const started = performance.now()
  await endReading(read, bytes)
  // None of these is a good signature, whatever it is taken to be over.
  if ((await arithmeticOf(bytes, bytes)) === 'holds') return { result: 'holds' }
  return { result: performance.now() - started > SLOW ? 'slow' : 'ended' }
}

/** The structures in a text with PEM blocks, each as an input of its own. */
function fromText(member: TarMember): readonly TarMember[] {
  try {
    const blocks = parsePem(toLatin1(member.bytes))
    return blocks.map(({ label, der }) => ({ name: `${member.name} ${label}`, bytes: der }))
  } catch (error) {
    if (error instanceof Malformed) return []
    throw error
  }
}

describe('malformed structures', () => {
  const run = present ? it : it.skip
  run(
    'end as what they are or as a typed refusal, quickly and in little memory',
    async () => {
      const before = process.memoryUsage().rss
      const archives = readdirSync(folder).filter(
        (name) => name !== 'manifest.json' && !name.startsWith('pdf-'),
      )
      for (const archive of archives) {
        const members = membersOf(join(folder, archive)).flatMap((member) => [member, ...fromText(member)])
        const vectors = members.flatMap(({ name, bytes }) =>
          Object.entries(readers).map(([kind, read]) => {
            return { id: `${name} as ${kind}`, expected: 'ended', bytes, read }
          }),
        )
        const title = `malformed: ${archive}`
        expectAgreement(await runSuite({ title, vectors, successes: ['holds'], judge }))
      }
      expect(process.memoryUsage().rss - before).toBeLessThan(MOST_MEMORY)
    },
    600_000,
  )
})
