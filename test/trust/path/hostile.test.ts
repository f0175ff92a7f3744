import { describe, expect, it } from '@jest/globals'
import type { Finding } from '../../../src/base/findings/finding.js'
import { newOperationCounter } from '../../../src/crypto/signature.js'
import { PathCache } from '../../../src/trust/path/path-cache.js'
import { PATH_LIMITS } from '../../../src/trust/path/path-options.js'
import { validatePath, type ValidatePathOptions } from '../../../src/trust/path/validate-path.js'
import { cpuTime } from '../../cpu-time.js'
import {
  caFlag,
  keyUsage,
  make,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
  type Made,
} from '../made-certificate.js'
import {
  alternativeNames,
  mappings,
  NAMED,
  nameConstraints,
  policies,
  policyConstraints,
} from '../made-extensions.js'

/** The aim is 100 ms on a machine of its own; a test shares its machine with others. */
const MOST_MS = 500

interface Run {
  readonly findings: readonly Finding[]
  readonly milliseconds: number
  readonly checks: number
}

async function run(
  what: string,
  leaf: Made,
  root: Made,
  options: Partial<ValidatePathOptions>,
): Promise<Run> {
  const counter = newOperationCounter()
  const start = cpuTime()
  const result = await validatePath(leaf.certificate.der, {
    trust: root.certificate.der,
    at: new Date(NOON),
    counter,
    ...options,
  })
  const milliseconds = cpuTime() - start
  const codes = result.findings.map(({ code, detail = '' }) => `${code} (${detail})`)
  process.stdout.write(
    `${what}: ${milliseconds.toFixed(1)} ms, ${counter.publicKey} signatures checked, ${result.status}: ${codes.join(', ')}\n`,
  )
  return { findings: result.findings, milliseconds, checks: counter.publicKey }
}

const codesOf = ({ findings }: Run): readonly string[] => findings.map(({ code }) => code)
const dersOf = (made: readonly Made[]): readonly Uint8Array[] =>
  made.map(({ certificate }) => certificate.der)

/** Two hundred certificates for authorities of one name, each of `keys` signed by those that follow it round. */
async function mesh(keys: number): Promise<readonly Made[]> {
  const selves: Made[] = []
  for (let index = 0; index < keys; index++) selves.push(await makeRoot('Authority'))
  const crossed: Made[] = []
  for (let step = 1; crossed.length < 200; step++) {
    for (const [index, each] of selves.entries()) {
      const issuer = selves[(index + step) % keys]
      if (issuer !== undefined && crossed.length < 200)
        crossed.push(await makeIntermediate('Authority', issuer, { key: each.key }))
    }
  }
  return crossed
}

describe('hostile certificates', () => {
  it('two hundred of one name that sign each other end at path.limit, whatever is known of them already', async () => {
    const root = await makeRoot('Root')
    for (const keys of [200, 20]) {
      const crossed = await mesh(keys)
      const [first] = crossed
      const leaf = await makeSigner(first)
      const cache = new PathCache()
      for (const round of [1, 2, 3, 4, 5, 6]) {
        const result = await run(`${keys} keys, round ${round}`, leaf, root, {
          intermediates: dersOf(crossed),
          cache,
        })
        expect(codesOf(result)).toEqual(['path.limit'])
        expect(result.checks).toBeLessThanOrEqual(PATH_LIMITS.signatureChecks)
        expect(result.milliseconds).toBeLessThan(MOST_MS)
      }
    }
  })

  it('two hundred of one name with the right one among them are still a path', async () => {
    const root = await makeRoot('Root')
    const crossed = await mesh(200)
    const right = await makeIntermediate('Authority', root)
    const leaf = await makeSigner(right)
    const result = await run('two hundred and the right one', leaf, root, {
      intermediates: dersOf([...crossed, right]),
      limits: { signatureChecks: 300 },
    })
    expect(codesOf(result)).not.toContain('path.limit')
  })

  it('mappings of every policy to every other end at path.limit', async () => {
    const root = await makeRoot('Root', {
      extensions: [caFlag(), keyUsage(5), policyConstraints({ explicit: 0 })],
    })
    const many = Array.from({ length: 60 }, (_, index) => `1.2.3.${index}`)
    const all = many.flatMap((from) => many.map((to) => [from, to] as const))
    const chain: Made[] = []
    for (let depth = 0; depth < 7; depth++) {
      const extensions = [caFlag(), keyUsage(5), policies(...many), mappings(...all)]
      chain.push(await makeIntermediate(`CA ${depth}`, chain.at(-1) ?? root, { extensions }))
    }
    const leaf = await makeSigner(chain.at(-1), { extensions: [policies('1.2.3.0')] })
    const result = await run('policy mappings', leaf, root, { intermediates: dersOf(chain) })
    expect(codesOf(result)).toEqual(['path.limit'])
    expect(result.milliseconds).toBeLessThan(MOST_MS)
    const larger = await run('the same with a larger limit', leaf, root, {
      intermediates: dersOf(chain),
      limits: { policies: 100_000 },
    })
    expect(codesOf(larger)).not.toContain('path.limit')
    expect(larger.milliseconds).toBeLessThan(MOST_MS)
  })

  it('a thousand constraints on a thousand names end at path.limit', async () => {
    const hosts = Array.from({ length: 1000 }, (_, index) => NAMED.dns(`h${index}.test`))
    const root = await makeRoot('Root')
    const bound = {
      extensions: [caFlag(), keyUsage(5), nameConstraints({ permitted: [...hosts].reverse() })],
    }
    const ca = await makeIntermediate('CA', root, bound)
    const leaf = await makeSigner(ca, { extensions: [alternativeNames(...hosts)] })
    const result = await run('name constraints', leaf, root, { intermediates: dersOf([ca]) })
    expect(codesOf(result)).toEqual(['path.limit'])
    expect(result.milliseconds).toBeLessThan(MOST_MS)
    const larger = await run('the same with a larger limit', leaf, root, {
      intermediates: dersOf([ca]),
      limits: { comparisons: 2_000_000 },
    })
    expect(codesOf(larger)).not.toContain('path.limit')
  })

  it('many paths that each cost comparisons share one budget', async () => {
    const root = await makeRoot('Root')
    const hosts = Array.from({ length: 150 }, (_, index) => NAMED.dns(`h${index}.test`))
    const extensions = [caFlag(), keyUsage(5), nameConstraints({ permitted: hosts })]
    const first = await makeIntermediate('CA', root, { extensions })
    const twins = [first]
    while (twins.length < 40) twins.push(await makeIntermediate('CA', root, { key: first.key, extensions }))
    const names = [...hosts, NAMED.dns('elsewhere.test')]
    const leaf = await makeSigner(first, { extensions: [alternativeNames(...names)] })
    const result = await run('forty paths under constraints', leaf, root, { intermediates: dersOf(twins) })
    expect(codesOf(result)).toEqual(['path.limit'])
    expect(result.milliseconds).toBeLessThan(MOST_MS)
  })

  it('a signer of ten thousand names costs what reading them costs', async () => {
    const root = await makeRoot('Root')
    const names = Array.from({ length: 9000 }, (_, index) => NAMED.dns(`h${index}.test`))
    const leaf = await make({ name: 'Many', issuer: root, extensions: [alternativeNames(...names)] })
    const result = await run('nine thousand names', leaf, root, {})
    expect(codesOf(result).filter((code) => code !== 'revocation.not-checked')).toEqual([])
    expect(result.milliseconds).toBeLessThan(MOST_MS)
  })
})
