import { beforeAll, describe, expect, it } from '@jest/globals'
import { reportToJson } from '../../../src/seal/report/json.js'
import { reportToText } from '../../../src/seal/report/text.js'
import type { Report, VerifyOptions } from '../../../src/seal/verify/types.js'
import { verify } from '../../../src/seal/verify/verify.js'
import { createTestAuthority, TEST_SELLER } from '../../../src/testing/authority.js'
import { identityOf, type Identity } from '../../../src/trust/keys/identity.js'
import type { AnchorRecord } from '../../../src/trust/store/trust-list.js'
import { TrustStore, type TrustInput } from '../../../src/trust/store/trust-store.js'
import { listFrom, plainRecord } from '../../trust/listed.js'
import {
  BIT,
  caFlag,
  keyUsage,
  makeCrl,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
} from '../../trust/made-certificate.js'
import { NAMED, nameConstraints } from '../../trust/made-extensions.js'
import { craftSeal } from '../crafted-seal.js'
import { reportSchema } from '../report/report-schema.js'

const DAY = 86_400_000
const NOW = Math.floor(Date.now() / 1000) * 1000
const daysAgo = (days: number): number => NOW - days * DAY
const toInstant = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`
const granted = { value: 'granted', from: '2020-01-01T00:00:00Z' } as const

const conforms = reportSchema()

let identity: Identity
let record: (options?: Partial<AnchorRecord>) => Promise<AnchorRecord>
beforeAll(async () => {
  const authority = await createTestAuthority()
  identity = await authority.identity({ at: new Date(daysAgo(200)), days: 400 })
  const certificate = authority.trust.anchors[0]?.certificate
  if (certificate === undefined) throw new Error('no root')
  const rule = {
    ...({ source: 'subject', oid: '2.5.4.97', extract: '^VATKE-(?<id>.{1,40})$' } as const),
    ...({ country: 'KE', scheme: 'VAT', compareTo: 'seller.taxIds' } as const),
  }
  record = (options) =>
    plainRecord(certificate, { taxIdBinding: { required: true, rules: [rule] }, ...options })
})

/** Returns a seal whose signer claims to have sealed so many days ago. */
const sealedDaysAgo = (days: number, by = identity): Promise<Uint8Array> => {
  const digits = toInstant(daysAgo(days))
    .split(/[-:TZ]/u)
    .join('')
  const entries = `/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:${digits}Z)`
  return craftSeal(by, { entries })
}

const judged = async (
  bytes: Uint8Array,
  trust: TrustInput | readonly TrustInput[],
  options: Partial<VerifyOptions> = {},
): Promise<Report> => {
  const report = await verify(bytes, { trust: TrustStore.from(trust), seller: 'not-required', ...options })
  expect(conforms(JSON.parse(reportToJson(report)))).toBe(true)
  return report
}

const told = ({ status, answers, signatures }: Report): string => {
  const codes = signatures.flatMap(({ findings }) => findings.map(({ code }) => code))
  return [status, answers.authority, ...codes.filter((code) => code !== 'revocation.not-checked')].join(' ')
}

const current = async (...options: readonly Partial<AnchorRecord>[]): Promise<TrustInput> =>
  listFrom(daysAgo(10), daysAgo(-10), ...(await Promise.all(options.map(record))))

describe('a verdict', () => {
  it('says which authority stands behind the signer, under which status, by which list, and the tax id', async () => {
    const report = await judged(await sealedDaysAgo(1), await current({}))
    const authority = {
      anchor: 'ke.revenue',
      name: 'Revenue Authority',
      jurisdiction: 'KE',
      environment: 'production',
      role: 'issuer-ca',
      status: { value: 'granted', from: '2020-01-01T00:00:00.000Z' },
      list: { listId: 'accepted', version: 7 },
    }
    expect(report).toMatchObject({ status: 'trusted', authority, signer: { taxIds: [TEST_SELLER.taxId] } })
    expect(report.signatures).toMatchObject([
      {
        authority,
        authorities: [{ anchor: 'ke.revenue', jurisdiction: 'KE', holds: true, code: null }],
      },
    ])
    expect(reportToText(report)).toContain(
      'Revenue Authority (KE), issuer-ca, granted since 2020-01-01T00:00:00.000Z, by accepted version 7',
    )
  })

  it('names no list where the caller stated the authority himself', async () => {
    const [anchor] = TrustStore.from(await current({})).anchors
    const certificate = anchor?.certificate?.der ?? new Uint8Array(0)
    const report = await judged(await sealedDaysAgo(1), { certificate, id: 'mine' }, { revocation: 'none' })
    expect(report.status).toBe('trusted')
    expect(report.signatures[0]?.authority).toMatchObject({ anchor: 'mine', jurisdiction: 'KE' })
    expect(report.signatures[0]?.authority).not.toHaveProperty('list')
  })

  it('says that an authority in its sunset still counts for what it issued before', async () => {
    const sunset = { status: [granted, { value: 'sunset', from: toInstant(daysAgo(50)) }] } as const
    const report = await judged(await sealedDaysAgo(1), await current(sunset))
    expect(report).toMatchObject({ status: 'trusted', authority: { status: { value: 'sunset' } } })
  })
})

describe('an authority that was withdrawn', () => {
  const withdrawnAt = new Date(daysAgo(50))
  const withdrawn = {
    status: [granted, { value: 'withdrawn', from: toInstant(daysAgo(50)), reason: 'key lost' }],
  } as const

  it('is undecided for a seal that claims to be from before', async () => {
    const report = await judged(await sealedDaysAgo(100), await current(withdrawn))
    expect(told(report)).toBe('indeterminate unknown anchor.window-no-proof')
    expect(report.signatures).toMatchObject([
      {
        authority: { anchor: 'ke.revenue', status: { value: 'withdrawn' } },
        authorities: [{ holds: false, code: 'anchor.window-no-proof' }],
        signer: { taxIds: [TEST_SELLER.taxId] },
        subIndication: 'NO_POE',
      },
    ])
  })

  it('refuses a seal that claims to be from after', async () => {
    const report = await judged(await sealedDaysAgo(1), await current(withdrawn))
    expect(told(report)).toBe('untrusted not-accepted anchor.window')
    expect(report.signatures).toMatchObject([
      {
        authority: null,
        authorities: [{ anchor: 'ke.revenue', holds: false, code: 'anchor.window' }],
        findings: [{ detail: `ke.revenue, withdrawn since ${withdrawnAt.toISOString()}: key lost` }],
      },
    ])
    expect(reportToText(report)).toContain('not under   ke.revenue (KE), anchor.window')
  })

  it('counts for who knows when he received the document', async () => {
    const trust = await current(withdrawn)
    const at = new Date(daysAgo(90))
    expect(told(await judged(await sealedDaysAgo(100), trust, { at }))).toBe('trusted accepted')
  })
})

describe('a trust list that is out of date', () => {
  it('makes a verdict indeterminate, also for the past, until its time or the caller allows it', async () => {
    const trust = listFrom(daysAgo(60), daysAgo(5), await record())
    const bytes = await sealedDaysAgo(100)
    expect(told(await judged(bytes, trust))).toBe('indeterminate unknown anchor.list-stale')
    const at = new Date(daysAgo(30))
    expect(told(await judged(bytes, trust, { at }))).toBe('indeterminate unknown anchor.list-stale')
    expect(told(await judged(bytes, trust, { staleGraceDays: 6 }))).toBe('trusted accepted anchor.list-late')
    expect(told(await judged(bytes, trust, { staleGraceDays: 4 }))).toContain('anchor.list-stale')
    await expect(judged(bytes, trust, { staleGraceDays: -1 })).rejects.toMatchObject({
      code: 'argument.invalid',
    })
  })
})

describe('of several authorities', () => {
  const region = { id: 'ke.30', jurisdiction: 'KE-30' } as const

  it('the most specific is named, and the others too', async () => {
    const report = await judged(await sealedDaysAgo(1), await current({}, region))
    expect(report).toMatchObject({ status: 'trusted', authority: { anchor: 'ke.30', jurisdiction: 'KE-30' } })
    expect(reportToText(report)).toContain('also under  ke.revenue (KE)\n')
  })

  it('the most specific refuses, whatever the others say', async () => {
    const status = [granted, { value: 'withdrawn', from: toInstant(daysAgo(300)) }] as const
    const report = await judged(await sealedDaysAgo(1), await current({}, { ...region, status }))
    expect(told(report)).toBe('untrusted not-accepted anchor.window')
    expect(report.signatures[0]?.authorities).toEqual([
      { anchor: 'ke.30', jurisdiction: 'KE-30', holds: false, code: 'anchor.window' },
      { anchor: 'ke.revenue', jurisdiction: 'KE', holds: true, code: null },
    ])
  })
})

describe('where an authority on the way is revoked', () => {
  it('another way is taken, if there is one', async () => {
    const [root, other] = [await makeRoot('Root'), await makeRoot('Other root')]
    const ca = await makeIntermediate('CA', root)
    const cross = await makeIntermediate('CA', other, { key: ca.key })
    const { certificate, key } = await makeSigner(ca)
    const signer = identityOf(
      {
        certificate,
        chain: [ca.certificate, cross.certificate],
        scheme: { kind: 'ecdsa', digest: 'SHA-256' },
      },
      key,
    )
    const bytes = await craftSeal(signer)
    const crl = await makeCrl({ issuer: root, revoked: [{ certificate: ca.certificate, at: NOON - 1000 }] })
    const options = { at: new Date(NOON), crls: [crl.der] }
    const anchors = [root, other].map((each, index) => ({
      certificate: each.certificate.der,
      id: `root-${index}`,
    }))
    const report = await judged(bytes, anchors, options)
    expect(report).toMatchObject({ status: 'trusted', authority: { anchor: 'root-1' } })
    expect(report.signatures[0]).toMatchObject({
      revocation: 'not-checked',
      authorities: [
        { anchor: 'root-1', holds: true },
        { anchor: 'root-0', holds: false, code: 'revocation.issuer-revoked' },
      ],
    })
    const alone = await judged(bytes, anchors.slice(0, 1), options)
    expect(told(alone)).toContain('untrusted not-accepted revocation.issuer-revoked')
    expect(alone.signatures[0]).toMatchObject({ revocation: 'revoked', authority: { anchor: 'root-0' } })
  })
})

describe('what an authority may certify', () => {
  const commonName = (text: string) => NAMED.directory(['2.5.4.3', text])
  const certifiedUnder = async (constraints: Uint8Array): Promise<Report> => {
    const root = await makeRoot('Root')
    const extensions = [caFlag(), keyUsage(BIT.keyCertSign), constraints]
    const ca = await makeIntermediate('CA', root, { extensions })
    const { certificate, key } = await makeSigner(ca)
    const scheme = { kind: 'ecdsa', digest: 'SHA-256' } as const
    const bytes = await craftSeal(identityOf({ certificate, chain: [ca.certificate], scheme }, key))
    return judged(bytes, { certificate: root.certificate.der }, { at: new Date(NOON), revocation: 'none' })
  }

  it('are the names that it is permitted', async () => {
    const report = await certifiedUnder(nameConstraints({ permitted: [commonName('Soko Ltd')] }))
    expect(told(report)).toBe('trusted accepted')
  })

  it.each([
    ['not those of others', { permitted: [commonName('Duka Ltd')] }],
    ['not those that are excluded', { excluded: [commonName('Soko Ltd')] }],
  ])('are %s', async (_, subtrees) => {
    expect(told(await certifiedUnder(nameConstraints(subtrees)))).toBe(
      'untrusted not-accepted path.name-constraint',
    )
  })

  it('are no names at all where its constraints cannot be read', async () => {
    const report = await certifiedUnder(nameConstraints({}))
    expect(told(report)).toBe('untrusted not-accepted certificate.malformed')
  })

  it('is what has a policy, where the list asks for one', async () => {
    const asking = { path: { requireExplicitPolicy: true } }
    const report = await judged(await sealedDaysAgo(1), await current(asking))
    expect(told(report)).toBe('untrusted not-accepted path.certificate-policy')
  })
})

it('asks for what nobody checks: a document that should be PDF/A is refused, not passed', async () => {
  const sealed = await sealedDaysAgo(1)
  const plain = await judged(sealed, await current({}))
  expect(told(plain)).toBe('trusted accepted')
  const strict = await judged(sealed, await current({ document: { pdfa: ['3b'] } }))
  expect(told(strict)).toBe('untrusted accepted anchor.document-rules')
})
