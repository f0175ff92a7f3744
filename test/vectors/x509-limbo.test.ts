import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from '@jest/globals'
import { CORPORA, hasCorpus, readCorpusFile, readManifest } from '../corpus/corpora.js'
import { KEY_PURPOSE } from '../../src/formats/x509/oids.js'
import { toLatin1 } from '../../src/base/bytes.js'
import { parsePem } from '../../src/formats/x509/pem.js'
import { FiscalSealError } from '../../src/base/errors.js'
import type { AnchorOptions } from '../../src/trust/store/trust-list.js'
import { TrustStore } from '../../src/trust/store/trust-store.js'
import { outcomeOfPath } from './judged.js'
import { certificatesOf, isOfPeer, type PeerName } from './peer-name.js'
import { expectAgreement, runSuite, type Outcome, type Vector } from './suite.js'

const FOLDER = 'x509-limbo'

interface Entry {
  readonly id: string
  readonly expected: string
  readonly in_scope: boolean
  readonly features: readonly string[]
}

interface TestCase {
  readonly id: string
  readonly validation_kind: string
  readonly trusted_certs: readonly string[]
  readonly untrusted_intermediates: readonly string[]
  readonly peer_certificate: string
  readonly validation_time: string | null
  readonly extended_key_usage: readonly string[]
  readonly expected_peer_name: PeerName | null
  readonly expected_peer_names: readonly PeerName[]
  readonly max_chain_depth: number | null
  readonly crls: readonly string[]
}

interface LimboVector extends Vector {
  readonly entry: Entry
  readonly test: TestCase
}

/** Known purposes by the names that the schema gives them; anything else is an object identifier. */
const PURPOSES: Readonly<Record<string, string>> = {
  serverAuth: KEY_PURPOSE.serverAuthentication,
  clientAuth: KEY_PURPOSE.clientAuthentication,
  codeSigning: KEY_PURPOSE.codeSigning,
  emailProtection: KEY_PURPOSE.emailProtection,
  timeStamping: KEY_PURPOSE.timeStamping,
  OCSPSigning: KEY_PURPOSE.ocspSigning,
  anyExtendedKeyUsage: KEY_PURPOSE.any,
}

function purposesOf({ validation_kind, extended_key_usage }: TestCase): readonly string[] {
  if (extended_key_usage.length > 0) return extended_key_usage.map((each) => PURPOSES[each] ?? each)
  return [validation_kind === 'CLIENT' ? KEY_PURPOSE.clientAuthentication : KEY_PURPOSE.serverAuthentication]
}

/** Whom the test trusts; a certificate that cannot be an anchor is nobody's, and the others still are. */
function anchorsOf({ trusted_certs, max_chain_depth }: TestCase): readonly AnchorOptions[] {
  const path = max_chain_depth === null ? {} : { path: { maxIntermediates: max_chain_depth } }
  const anchors = trusted_certs.map((certificate) => ({ certificate, ...path }))
  const usable = anchors.filter((anchor) => {
    try {
      return TrustStore.from(anchor).anchors.length > 0
    } catch (error) {
      if (error instanceof FiscalSealError) return false
      throw error
    }
  })
  return usable.length > 0 ? usable : anchors
}

/** The peer's name is compared here, after the path: a library for documents has no peers. */
async function judge({ entry, test }: LimboVector): Promise<Outcome> {
  const outcome = await outcomeOfPath(test.peer_certificate, {
    trust: anchorsOf(test),
    intermediates: test.untrusted_intermediates,
    crls: test.crls.flatMap((pem) => parsePem(pem).map(({ der }) => der)),
    purpose: purposesOf(test),
    revocation: entry.features.includes('has-crl') ? 'require' : 'none',
    // The tests of RFC 5280 ask what it asks of those who issue; those of BetterTLS are about paths alone.
    strict: entry.features.some((feature) => feature.startsWith('pedantic'))
      ? 'to-the-letter'
      : !entry.id.startsWith('bettertls'),
    ...(test.validation_time === null ? {} : { at: new Date(test.validation_time) }),
  })
  if (outcome.result !== 'valid') return { ...outcome, result: 'invalid' }
  const [leaf] = certificatesOf(test.peer_certificate)
  const names = test.expected_peer_name === null ? test.expected_peer_names : [test.expected_peer_name]
  if (leaf === undefined || (names.length > 0 && !names.some((name) => isOfPeer(leaf, name))))
    return { result: 'invalid', why: 'another peer' }
  return outcome
}

function readVectors(archive: string, entries: ReadonlyMap<string, Entry>): readonly LimboVector[] {
  const { testcases } = JSON.parse(toLatin1(readCorpusFile(FOLDER, archive))) as {
    readonly testcases: readonly TestCase[]
  }
  return testcases.flatMap((test) => {
    const entry = entries.get(test.id)
    return entry === undefined ? [] : [{ id: test.id, expected: entry.expected, entry, test }]
  })
}

const present = hasCorpus(FOLDER)
const manifest = present ? (readManifest(FOLDER) as { readonly entries: readonly Entry[] }).entries : []
const entries = new Map(manifest.map((entry) => [entry.id, entry]))

;(present ? describe : describe.skip)('x509-limbo', () => {
  const archives = present
    ? readdirSync(join(CORPORA, FOLDER)).filter(
        (name) => name.startsWith('limbo-') && name.endsWith('.json.gz'),
      )
    : []

  // What the manifest says of scope is about the core; all of BetterTLS is about paths and constraints on names.
  it.each(archives)('agrees with every case in the scope of %s', async (archive) => {
    const scope = archive.includes('bettertls')
      ? []
      : [
          {
            reason: 'the manifest has in_scope: false',
            applies: ({ entry }: LimboVector) => !entry.in_scope,
          },
        ]
    const title = `x509-limbo, ${archive.replace('.json.gz', '')}`
    expectAgreement(await runSuite({ title, vectors: readVectors(archive, entries), scope, judge }))
  })
})
