import { afterAll, describe, expect, it } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildReceipt } from '../../src/document/page/build-receipt.js'
import { sign } from '../../src/seal/sign/sign.js'
import { createAuthority } from '../../src/trust/issuing/authority.js'
import { KEY_KINDS } from '../../src/trust/issuing/key-kind.js'
import type { Identity } from '../../src/trust/keys/identity.js'
import { loadIdentity } from '../../src/trust/keys/load-identity.js'
import { exportPem } from '../../src/trust/keys/save-identity.js'
import { run } from './judges.js'
import { receiptModel } from './receipt-model.js'
import { createWorkFolder, print } from './work-folder.js'

/** Written by `.ci/run`, which has Maven resolve what EU DSS needs. */
const CLASSPATH = join(import.meta.dirname, '../../.dss/classpath')
const isThere = existsSync(CLASSPATH)
if (!isThere) print('\nSKIPPED: EU DSS; .ci/run installs it.')
const described = isThere ? describe : describe.skip

/** What DSS says of one signature. */
interface Opinion {
  readonly format: string
  readonly indication: string
  readonly arithmetic: string
  readonly objections: string
}

const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
const folder = await createWorkFolder(authority)
const receipt = await buildReceipt(receiptModel, { layout: { sealBox: true } })
afterAll(() => folder.remove())

const seller = { legalName: 'Soko Ltd', taxId: 'P051234567X' }

async function identities(): Promise<readonly (readonly [string, Identity])[]> {
  const found: (readonly [string, Identity])[] = []
  for (const key of KEY_KINDS) {
    const identity = await authority.issue({ ...seller, key })
    found.push([key, identity])
    if (key.startsWith('RSA'))
      found.push([`${key} PSS`, await loadIdentity(await exportPem(identity), { scheme: 'rsa-pss' })])
  }
  return found
}

const SUB_FILTERS = { 'PAdES-BASELINE-B': 'ETSI.CAdES.detached', 'PKCS7-B': 'adbe.pkcs7.detached' } as const
const FORMATS = ['PAdES-BASELINE-B', 'PKCS7-B'] as const

interface Sample {
  readonly key: string
  readonly format: (typeof FORMATS)[number]
  readonly path: string
}

async function sealAll(): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  for (const [key, identity] of await identities()) {
    for (const format of FORMATS) {
      const { bytes } = await sign(receipt, { identity, subFilter: SUB_FILTERS[format], appearance: {} })
      samples.push({ key, format, path: await folder.write(`${samples.length}.pdf`, bytes) })
    }
  }
  return samples
}

/** Asks once for all files, with lists that are younger than the certificates. */
async function ask(paths: readonly string[]): Promise<ReadonlyMap<string, readonly Opinion[]>> {
  await authority.renewCrls()
  const lists: string[] = []
  for (const [index, { der }] of authority.crls.entries())
    lists.push('--crl', await folder.write(`${index}.crl`, der))
  const root = await folder.write('root.der', authority.certificate.der)
  const judge = join(import.meta.dirname, 'dss/seal-judge.java')
  const classpath = readFileSync(CLASSPATH, 'utf8').trim()
  const { status, stdout, text } = await run('java', ['-cp', classpath, judge, root, ...lists, ...paths])
  if (status !== 0) throw new Error(`EU DSS: ${text}`)
  const opinions = new Map<string, Opinion[]>()
  for (const line of stdout.split('\n').filter((each) => each.includes('\t'))) {
    const [path = '', format = '', indication = '', arithmetic = '', objections = ''] = line.split('\t')
    opinions.set(path, [...(opinions.get(path) ?? []), { format, indication, arithmetic, objections }])
  }
  return opinions
}

/** A seal that a second one follows, and one of which a byte of the receipt was changed. */
async function others(): Promise<{ readonly twice: string; readonly changed: string }> {
  const first = await sign(receipt, { identity: await authority.issue({ ...seller, key: 'P-256' }) })
  const other = await authority.issue({ legalName: 'Duka Ltd', taxId: 'P059999999Z', key: 'P-384' })
  const twice = await sign(first.bytes, { identity: other, anySeller: true })
  const changed = first.bytes.slice()
  changed[changed.length >> 2] = (changed[changed.length >> 2] ?? 0) ^ 1
  return {
    twice: await folder.write('twice.pdf', twice.bytes),
    changed: await folder.write('changed.pdf', changed),
  }
}

const samples = isThere ? await sealAll() : []
const { twice, changed } = isThere ? await others() : { twice: '', changed: '' }
const opinions = isThere ? await ask([...samples.map(({ path }) => path), twice, changed]) : undefined

described('EU DSS', () => {
  const known = samples.filter(({ key }) => key !== 'Ed25519')
  it.each(known)('passes a seal with $key as $format', ({ format, path }) => {
    expect(opinions?.get(path)).toEqual([
      { format, indication: 'TOTAL_PASSED', arithmetic: 'holds', objections: '' },
    ])
  })

  const unknown = samples.filter(({ key }) => key === 'Ed25519')
  it.each(unknown)(
    'finds that one with $key as $format holds, which its policy does not pass yet',
    (sample) => {
      const objections: unknown = expect.stringContaining('EdDSA with SHA512 is not authorised')
      expect(opinions?.get(sample.path)).toEqual([
        { format: sample.format, indication: 'INDETERMINATE', arithmetic: 'holds', objections },
      ])
    },
  )

  it('passes a seal still when a second one follows, and that one too', () => {
    const passed = { format: 'PAdES-BASELINE-B', indication: 'TOTAL_PASSED', arithmetic: 'holds' }
    expect(opinions?.get(twice)).toEqual([expect.objectContaining(passed), expect.objectContaining(passed)])
  })

  it('does not pass a receipt that was changed', () => {
    expect(opinions?.get(changed)).toEqual([
      expect.objectContaining({ indication: 'TOTAL_FAILED', arithmetic: 'broken' }),
    ])
  })
})
