import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { FiscalSealError } from '../../../src/base/errors.js'
import type { TrustList } from '../../../src/trust/store/trust-list.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { makeRoot } from '../made-certificate.js'
import { listOf, wholeRecord } from './whole-record.js'

const OURS = new URL('../../../src/trust/store/trust-list.schema.json', import.meta.url)
/** Where the list format was agreed on. */
const AGREED = new URL('../../../../shared/trust-store.schema.json', import.meta.url)

const compiled = (file: URL): ValidateFunction =>
  new Ajv2020({ strict: true, validateFormats: false }).compile(
    JSON.parse(readFileSync(file, 'utf8')) as object,
  )

/** What stands in the place of each value once. */
const PROBES: readonly unknown[] = [
  ...[null, true, false, 0, 1, -1, 1.5, 8, 9, 1023, 1024, 65_537, 1_000_001, 2 ** 53],
  ...['', 'x', 'abc', 'Abc', 'PT', 'PT-20', 'PT-2000', 'group', 'pt', '1.2.3', '1.2.*', '1.02', '3.1'],
  ...['https://a.test/', '//a.test', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.0Z', '0'.repeat(64)],
  ...['test', 'sunset', 'device-ca', 'timestamp-authority', 'keyEncipherment', 'allow', 'secp256k1'],
  ...['SHA-1', 'SHA-512', 'never', 'extension', 'seller.registrationId', 'none', 'B-LTA', 'CMS', '3u', '2b'],
  ...[[], ['x'], [1], [null], ['1.2.3'], ['P-256'], {}, { x: 1 }, { name: 'x' }],
  ...[Array(1001).fill('1.2.3'), Array(33).fill({})],
]

/** Where what is inside is judged too: a key is a key, a digest that of the bytes, a pattern cheap. */
const JUDGED_BY_CONTENT = ['.anchor.der', '.anchor.sha256', '.anchor.kind', '.extract']

/** Where our schema says what the agreed one leaves open. */
const STRICTER = [
  'url',
  'crl',
  'crl[0]',
  'ocsp',
  'ocsp[0]',
  'country',
  'minRsaBits',
  'maxAgeHours',
  'version',
]

interface Case {
  readonly path: string
  readonly list: unknown
}

/** Returns the list once for each place and probe, once without each field, and once with a field too many. */
function casesOf(value: unknown, path: string, within: (replacement: unknown) => unknown): readonly Case[] {
  const isText = typeof value === 'string'
  const isJudged = JUDGED_BY_CONTENT.some((end) => path.endsWith(end))
  const here = PROBES.filter((probe) => {
    if (typeof probe === 'string') return probe === 'x' ? !isJudged : isText && !isJudged
    return !Array.isArray(probe) || probe.length < 30 || Array.isArray(value)
  })
  const cases: Case[] = here.map((probe) => ({
    path: `${path} = ${JSON.stringify(probe).slice(0, 60)}`,
    list: within(probe),
  }))
  if (Array.isArray(value)) {
    const items = value as readonly unknown[]
    return [
      ...cases,
      ...items.flatMap((item, index) =>
        casesOf(item, `${path}[${index}]`, (other) => within(items.with(index, other))),
      ),
    ]
  }
  if (typeof value !== 'object' || value === null) return cases
  const fields = Object.entries(value)
  return [
    ...cases,
    { path: `${path}.extra`, list: within({ ...value, extra: 1 }) },
    ...fields.flatMap(([name, inner]) => [
      {
        path: `${path} without ${name}`,
        list: within(Object.fromEntries(fields.filter(([other]) => other !== name))),
      },
      ...casesOf(inner, `${path}.${name}`, (other) => within({ ...value, [name]: other })),
    ]),
  ]
}

/** Fields that the agreed schema does not know; each restricts. */
const ADDED = ['forbiddenPolicies']

function withoutAdded(list: unknown): unknown {
  return JSON.parse(
    JSON.stringify(list, (name, value: unknown) => (ADDED.includes(name) ? undefined : value)),
  )
}

function isRead(list: unknown): boolean {
  try {
    TrustStore.from(list as TrustList)
    return true
  } catch (error) {
    if (error instanceof FiscalSealError) return false
    throw error
  }
}

describe('the JSON Schema of a trust list', () => {
  let cases: readonly Case[]
  let further: readonly Case[]
  const ours = compiled(OURS)

  beforeAll(async () => {
    const record = await wholeRecord(await makeRoot('Root'))
    const list = listOf(record)
    cases = [{ path: 'as it is', list }, ...casesOf(list, 'list', (other) => other)]
    // What came after the format was agreed on.
    const [rule] = record.taxIdBinding.rules
    const rules = [{ ...rule, holder: 'company', checksum: 'th-13', without: '2.5.4.4' }]
    const leaf = { ...record.leaf, forbiddenPolicies: ['1.2.*'] }
    const added = { ...record, leaf, taxIdBinding: { required: true, rules } }
    const extended = { ...list, anchors: [added] }
    further = [
      { path: 'with all', list: extended },
      ...casesOf(extended, 'list', (other) => other).filter(({ path }) =>
        /\.(forbiddenPolicies|holder|checksum|without)/.test(path),
      ),
    ]
  })

  it('names every field, and the reader agrees with it on each value of each', () => {
    expect(cases.length).toBeGreaterThan(3000)
    expect(isRead(cases[0]?.list)).toBe(true)
    expect(isRead(further[0]?.list)).toBe(true)
    expect(further.length).toBeGreaterThan(200)
    const verdicts = [...cases, ...further].map(({ path, list }) => ({
      path,
      schema: ours(list),
      reader: isRead(list),
    }))
    const differing = verdicts.filter(({ schema, reader }) => schema !== reader)
    expect(differing).toEqual([])
    expect(verdicts.filter(({ schema }) => schema).length).toBeGreaterThan(200)
  })

  const isAgreed = existsSync(AGREED)
  if (!isAgreed) console.log('The agreed schema is not here: it is not compared.')
  const whereAgreed = isAgreed ? it : it.skip
  whereAgreed('accepts nothing that the agreed one refuses, and refuses little more', () => {
    const compare = compiled(AGREED)
    const agreed = (list: unknown): boolean => compare(withoutAdded(list))
    const wider = cases.filter(({ list }) => ours(list) && !agreed(list))
    expect(wider.map(({ path }) => path)).toEqual([])
    const narrower = cases
      .filter(({ path, list }) => agreed(list) && !ours(list) && !path.includes('["1.2.3","1.2.3"'))
      .filter(({ path }) => !ADDED.some((name) => path.includes(`.${name}`)))
      .map(({ path }) => path.split(' = ')[0] ?? '')
    const places = new Set(narrower.map((path) => path.slice(path.lastIndexOf('.') + 1)))
    expect([...places].sort()).toEqual([...STRICTER].sort())
  })
})
