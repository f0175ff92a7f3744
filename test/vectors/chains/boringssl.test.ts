import { describe, it } from '@jest/globals'
import { toLatin1 } from '../../../src/base/bytes.js'
import { KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import { parseCertificate } from '../../../src/formats/x509/certificate.js'
import { basicConstraintsOf } from '../../../src/formats/x509/extensions.js'
import { nameEquals } from '../../../src/formats/x509/name.js'
import { parsePem, toPem } from '../../../src/formats/x509/pem.js'
import type { AnchorOptions } from '../../../src/trust/store/trust-list.js'
import type { ValidatePathOptions } from '../../../src/trust/path/validate-path.js'
import { hasCorpus, lacksCorpusFile, readCorpusFile } from '../../corpus/corpora.js'
import { outcomeOfPath } from '../judged.js'
import { expectAgreement, runSuite, type Outcome, type Vector } from '../suite.js'

interface Row extends Vector {
  readonly chain_pem: string
  readonly last_cert_trust: string
  /** UTCTime, or `DEFAULT`. */
  readonly utc_time: string
  readonly key_purpose: string
  readonly initial_policy_set: string | readonly string[]
  readonly digest_policy?: string
  readonly expected_user_constrained_policy_set?: string
}

const DEFAULT_TIME = '211005120000Z'
/** The limit of the source, which has tests on both sides of it. */
const MOST_COMPARISONS = 2 ** 20
/** Any purpose does not do, nor does one that is for something else; the leaf is no authority. */
const strictly = (purpose: string): ValidatePathOptions['purpose'] => ({
  anyOf: [purpose],
  forbid: [KEY_PURPOSE.any, KEY_PURPOSE.codeSigning, KEY_PURPOSE.ocspSigning, KEY_PURPOSE.timeStamping],
  ifAbsent: 'deny',
})
const PURPOSES: Readonly<Record<string, ValidatePathOptions['purpose']>> = {
  SERVER_AUTH: [KEY_PURPOSE.serverAuthentication],
  CLIENT_AUTH: [KEY_PURPOSE.clientAuthentication],
  ANY_EKU: 'any',
  SERVER_AUTH_STRICT: strictly(KEY_PURPOSE.serverAuthentication),
  CLIENT_AUTH_STRICT: strictly(KEY_PURPOSE.clientAuthentication),
  SERVER_AUTH_STRICT_LEAF: strictly(KEY_PURPOSE.serverAuthentication),
  CLIENT_AUTH_STRICT_LEAF: strictly(KEY_PURPOSE.clientAuthentication),
}
/** What is taken of the last certificate: as in the source, an anchor as such is a name and a key. */
const ANCHORS: Readonly<Record<string, ValidatePathOptions['anchorCertificate']>> = {
  TRUSTED_ANCHOR_WITH_CONSTRAINTS: 'constrains',
  TRUSTED_ANCHOR_WITH_EXPIRATION: 'constrains-and-expires',
  TRUSTED_ANCHOR_WITH_EXPIRATION_AND_CONSTRAINTS: 'constrains-and-expires',
}

/** What is said to be neither an anchor nor a leaf that is trusted is like what is distrusted. */
function anchorOf(pem: string, trust: string): AnchorOptions {
  if (!trust.startsWith('TRUSTED'))
    return { certificate: pem, status: [{ value: 'withdrawn', from: '1970-01-01T00:00:00Z' }] }
  return { certificate: pem, role: trust.startsWith('TRUSTED_LEAF') ? 'direct-signer' : 'issuer-ca' }
}

function timeOf(written: string): Date {
  const digits = written === 'DEFAULT' ? DEFAULT_TIME : written
  const part = (index: number): number => Number(digits.slice(2 * index, 2 * index + 2))
  return new Date(Date.UTC(2000 + part(0), part(1) - 1, part(2), part(3), part(4), part(5)))
}

function isSelfIssued(der: Uint8Array): boolean {
  const { issuer, subject } = parseCertificate(der)
  return nameEquals(issuer, subject)
}

const isAuthority = (der: Uint8Array): boolean => basicConstraintsOf(parseCertificate(der))?.ca === true

async function judge(row: Row): Promise<Outcome> {
  const chain = parsePem(row.chain_pem).map(({ der }) => der)
  if (row.last_cert_trust.includes('REQUIRE_SELF_SIGNED') && !chain.slice(-1).every(isSelfIssued))
    return { result: 'invalid', why: 'not self-signed' }
  if (row.key_purpose.includes('STRICT') && chain.slice(0, 1).some(isAuthority))
    return { result: 'invalid', why: 'an authority at the end' }
  const last = toPem('CERTIFICATE', chain.at(-1) ?? new Uint8Array(0))
  const policies = String(row.initial_policy_set)
    .split(/[[\]', ]+/)
    .filter((each) => each !== '')
  const outcome = await outcomeOfPath(chain[0] ?? '', {
    // A leaf that is an anchor too is one without rules.
    trust: row.last_cert_trust === 'TRUSTED_ANCHOR_OR_LEAF' ? last : anchorOf(last, row.last_cert_trust),
    intermediates: chain.slice(1, -1),
    at: timeOf(row.utc_time),
    revocation: 'none',
    purpose: PURPOSES[row.key_purpose] ?? 'any',
    policies: { initial: policies },
    limits: { comparisons: MOST_COMPARISONS },
    anchorCertificate: ANCHORS[row.last_cert_trust] ?? 'ignored',
  })
  const stated = row.expected_user_constrained_policy_set?.split(/[, ]+/).sort().join(' ')
  const found = [...(outcome.policies ?? [])].sort().join(' ')
  if (stated !== undefined && stated !== found) return { result: `valid under ${found}, not ${stated}` }
  if (outcome.result !== 'weak') return outcome
  // Only some of the tests are about the strength of algorithms; elsewhere a path is valid that nothing else speaks against.
  const isWanted = row.expected === 'valid' && row.digest_policy !== 'STRONG'
  return { ...outcome, result: isWanted ? 'valid' : 'invalid' }
}

;(hasCorpus('chains') ? describe : describe.skip)('the chains of BoringSSL', () => {
  it('are judged as there', async () => {
    if (lacksCorpusFile('chains', 'boringssl-verify_chain.json.gz')) return
    const rows = JSON.parse(
      toLatin1(readCorpusFile('chains', 'boringssl-verify_chain.json.gz')),
    ) as readonly Row[]
    const score = await runSuite({
      title: 'BoringSSL verify_certificate_chain',
      vectors: rows,
      scope: [
        {
          reason: 'a purpose of MLS or C2PA, which have critical extensions of their own',
          applies: ({ key_purpose }) => !(key_purpose in PURPOSES),
        },
      ],
      judge,
    })
    expectAgreement(score)
  })
})
