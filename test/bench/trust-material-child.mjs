// Measures one task in a process of its own and prints median milliseconds per subject as JSON.
// First: @peculiar/x509 needs it.
import 'reflect-metadata'
import { X509Certificate, verify } from 'node:crypto'
import * as peculiar from '@peculiar/x509'
import forge from 'node-forge'
import * as pkijs from 'pkijs'
import { createAuthority } from '../../dist/esm/issuing.js'
import { readPublicKey } from '../../dist/esm/crypto/public-key.js'
import { formatName } from '../../dist/esm/formats/x509/name.js'
import { newOperationCounter } from '../../dist/esm/sign.js'
import {
  TrustStore,
  exportPkcs12,
  loadIdentity,
  parseCertificate,
  validatePath,
} from '../../dist/esm/trust.js'
import { takeTurns } from './measure.mjs'
import { seller } from './seller.mjs'

const CERTIFICATES = 20
const ROUNDS = 60
let kept = 0

/** Whatever a subject found is used, so that nothing is left out as useless. */
const use = (...values) => {
  for (const value of values) kept += typeof value === 'number' ? value : String(value).length
}

const issueLeaves = async (key, count, leafKey = 'P-256') => {
  const authority = await createAuthority({ name: 'Revenue Authority', country: seller.country, key })
  const leaves = []
  for (let index = 0; index < count; index += 1)
    leaves.push(await authority.issue({ ...seller, legalName: `Soko ${String(index)} Ltd`, key: leafKey }))
  return { authority, leaves }
}

const oursOf = (der) => {
  const certificate = parseCertificate(der)
  use(certificate.notBefore, certificate.notAfter, certificate.extensions.size)
  return certificate
}

const withKey = (der) => {
  const certificate = oursOf(der)
  use(readPublicKey(certificate.spki).bits)
  return certificate
}

/** Each reads what a verifier needs: names, dates, serial number, key, the list of extensions. */
const readers = {
  ours: oursOf,
  oursWithKey: withKey,
  oursWithAll: (der) => {
    const { subject, issuer, serialNumber } = withKey(der)
    use(formatName(subject), formatName(issuer), serialNumber.length)
  },
  node: (der) => {
    const certificate = new X509Certificate(der)
    const { subject, issuer, validFrom, validTo, serialNumber, publicKey, ca, keyUsage } = certificate
    use(subject, issuer, validFrom, validTo, serialNumber, publicKey.asymmetricKeyType, ca, keyUsage)
  },
  forge: (der) => {
    const bytes = forge.util.createBuffer(der)
    const { subject, issuer, validity, serialNumber, publicKey, extensions } = forge.pki.certificateFromAsn1(
      forge.asn1.fromDer(bytes),
    )
    use(subject.attributes.length, issuer.attributes.length, validity.notBefore.getTime())
    use(validity.notAfter.getTime(), serialNumber, publicKey.e, extensions.length)
  },
  peculiar: (der) => {
    const certificate = new peculiar.X509Certificate(der)
    const { subject, issuer, notBefore, notAfter, serialNumber, publicKey, extensions } = certificate
    use(subject, issuer, notBefore.getTime(), notAfter.getTime(), serialNumber, extensions.length)
    use(publicKey.rawData.byteLength)
  },
  pkijs: (der) => {
    const certificate = pkijs.Certificate.fromBER(der)
    const { subject, issuer, notBefore, notAfter, serialNumber, extensions } = certificate
    use(subject.typesAndValues.length, issuer.typesAndValues.length, notBefore.value.getTime())
    use(notAfter.value.getTime(), serialNumber.valueBlock.valueHexView.length, extensions?.length ?? 0)
    use(certificate.subjectPublicKeyInfo.parsedKey?.modulus.valueBlock.valueHexView.length ?? 0)
  },
}

/** One reader in a process of its own: what it leaves in the caches is no other's, and a call of some microseconds has its turn a hundred times. */
const certificateTask = async (reader) => {
  // node-forge reads RSA alone.
  const { leaves } = await issueLeaves('RSA-2048', CERTIFICATES, 'RSA-2048')
  const all = leaves.map(({ certificate }) => certificate.der)
  const isQuick = reader.startsWith('ours')
  const repeats = isQuick ? 100 : 2
  const work = (certificates) => {
    for (let repeat = 0; repeat < repeats; repeat += 1) for (const der of certificates) readers[reader](der)
  }
  const times = await takeTurns({ work }, { rounds: ROUNDS, warmup: 60, makeInput: () => all })
  return { [reader]: times.work / (all.length * repeats) }
}

/** The same signatures under the same key, and nothing else; `checked` of them for each leaf. */
const rawOf = (leaves, checked) => {
  const [issuer] = leaves[0].chain
  const { publicKey } = new X509Certificate(issuer.der)
  const parts = new Map(
    leaves.map(({ certificate: { der, tbs, signature } }) => [der, [tbs.slice(), signature.slice()]]),
  )
  return (certificates) => {
    for (const der of certificates) {
      const [tbs, signature] = parts.get(der)
      for (let count = 0; count < checked; count += 1)
        if (!verify('sha256', tbs, publicKey, signature)) throw new Error('raw check failed')
    }
  }
}

/** Paths in a turn, so many that what the other left in the caches counts for little; and turns until a signer returns, which nobody remembers then. */
const TURN = 40
const TURNS = 40

const pathTask = async (key) => {
  const { authority, leaves } = await issueLeaves(key, TURN * TURNS + 2)
  const options = {
    trust: await TrustStore.from(authority.trust),
    intermediates: leaves[0].chain,
    revocation: 'none',
    counter: newOperationCounter(),
  }
  const mustHold = ({ status, path, findings }) => {
    if (status !== 'valid' || path.length !== 2) throw new Error(JSON.stringify(findings))
  }
  const [first, second, ...ders] = leaves.map(({ certificate }) => certificate.der)
  mustHold(await validatePath(first, options))
  const before = options.counter.publicKey
  mustHold(await validatePath(second, options))
  const checked = options.counter.publicKey - before
  let calls = 0
  const ours = async (certificates) => {
    calls += certificates.length
    for (const der of certificates) mustHold(await validatePath(der, options))
  }
  const makeInput = (round) => ders.slice(TURN * (round % TURNS), TURN * (round % TURNS) + TURN)
  const subjects = { raw: rawOf(leaves, checked), ours }
  const times = await takeTurns(subjects, { rounds: 100, warmup: 10 * TURNS, makeInput })
  if (options.counter.publicKey - before !== checked * (calls + 1))
    throw new Error(
      `${options.counter.publicKey - before} checks in ${calls + 1} calls: signers were remembered`,
    )
  return Object.fromEntries(Object.entries(times).map(([name, time]) => [name, time / TURN]))
}

const pkcs12Task = async () => {
  const passphrase = 'correct horse'
  const { leaves } = await issueLeaves('RSA-2048', 1, 'RSA-2048')
  const file = await exportPkcs12(leaves[0], { passphrase, iterations: 600_000 })
  const once = async (work) =>
    (await takeTurns({ work }, { rounds: 1, warmup: 0, makeInput: () => file })).work
  const { ours } = await takeTurns(
    { ours: (bytes) => loadIdentity(bytes, { passphrase }) },
    { rounds: 5, warmup: 1, makeInput: () => file },
  )
  const forgeTime = await once((bytes) => {
    const opened = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(forge.util.createBuffer(bytes)), passphrase)
    use(opened.safeContents.length)
  })
  return { ours, forge: forgeTime }
}

const tasks = {
  certificate: certificateTask,
  path: () => pathTask('RSA-2048'),
  'path-p256': () => pathTask('P-256'),
  pkcs12: pkcs12Task,
}

const times = await tasks[process.argv[2]](process.argv[3])
process.stdout.write(JSON.stringify(times))
if (kept < 0) throw new Error('nothing was read')
