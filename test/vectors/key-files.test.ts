import { describe, expect, it } from '@jest/globals'
import { FiscalSealError } from '../../src/base/errors.js'
import type { ErrorCode } from '../../src/base/error-codes.js'
import { loadIdentity } from '../../src/trust/keys/load-identity.js'
import { hasCorpus, readCorpusFile, readManifest } from '../corpus/corpora.js'
import { expectAgreement, runSuite, type Outcome, type Vector } from './suite.js'

interface Entry {
  readonly file: string
  /** `null` is no password at all, which differs from an empty one. */
  readonly password: string | null
  readonly expected: string
}

interface KeyFile extends Vector {
  readonly folder: string
  readonly entry: Entry
}

/** The file was read; who seals needs more than that. */
const OPENED: readonly ErrorCode[] = [
  'identity.no-key',
  'identity.no-certificate',
  'identity.ambiguous',
  'identity.expired',
  'identity.not-yet-valid',
  'identity.is-authority',
  'identity.key-usage',
  'identity.unsupported-key',
]

const REFUSED: readonly ErrorCode[] = [
  'identity.unreadable',
  'identity.wrong-passphrase',
  'identity.passphrase-required',
  'identity.key-mismatch',
  'identity.limit',
]

async function judge({ folder, entry }: KeyFile): Promise<Outcome> {
  const bytes = readCorpusFile(folder, entry.file)
  const { password } = entry
  try {
    await loadIdentity(new Uint8Array(bytes), password === null ? {} : { passphrase: password })
    return { result: 'opens' }
  } catch (error) {
    if (!(error instanceof FiscalSealError)) throw error
    const { code } = error
    if (OPENED.includes(code)) return { result: 'opens', why: code }
    return { result: REFUSED.includes(code) ? 'refused' : code, why: error.message }
  }
}

const isOpen = ({ expected }: KeyFile): boolean => expected === 'open'

/** Returns the outcome that the source states, or `open` where it says that either is right, or nothing of the kind. */
function expectationOf({ expected }: Entry): string {
  if (expected.includes('either is acceptable')) return 'open'
  if (expected.startsWith('opens')) return 'opens'
  return ['fails', 'reject', 'password unknown'].some((words) => expected.startsWith(words))
    ? 'refused'
    : 'open'
}

function readKeyFiles(folder: string): readonly KeyFile[] {
  const { entries } = readManifest(folder) as { readonly entries: readonly Entry[] }
  return entries.map((entry) => ({ id: entry.file, expected: expectationOf(entry), folder, entry }))
}

describe.each(['pkcs12', 'pkcs8'])('key files of others: %s', (folder) => {
  const run = hasCorpus(folder) ? it : it.skip
  run(
    'are loaded or refused as their source states',
    async () => {
      const score = await runSuite({
        title: folder,
        vectors: readKeyFiles(folder),
        successes: ['opens'],
        scope: [{ reason: 'either answer is right; that it is an answer is tested apart', applies: isOpen }],
        judge,
      })
      expectAgreement(score)
    },
    600_000,
  )

  run('end in an answer or a typed error where either is right', async () => {
    for (const keyFile of readKeyFiles(folder).filter(isOpen)) {
      expect(['opens', 'refused']).toContain((await judge(keyFile)).result)
    }
  })
})
