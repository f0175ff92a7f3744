import { beforeAll, describe, expect, it } from '@jest/globals'
import type { PolicyInputs } from '../../../src/trust/path/path-options.js'
import { validatePath } from '../../../src/trust/path/validate-path.js'
import {
  caFlag,
  keyUsage,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
  type Made,
} from '../made-certificate.js'
import { inhibitAnyPolicy, mappings, policies, policyConstraints } from '../made-extensions.js'
import { anchored, codesOf } from './judged-path.js'

const [GOLD, SILVER, COPPER] = ['1.2.3.1', '1.2.3.2', '1.2.3.3'] as const
const ANY = '2.5.29.32.0'

describe('policies of certificates', () => {
  let root: Made

  beforeAll(async () => {
    root = await makeRoot('Root')
  })

  /** Returns the policies of a path whose certificates have these extensions, the last the signer's; or the codes of what speaks against it. */
  async function valid(
    extensions: readonly (readonly Uint8Array[])[],
    inputs: PolicyInputs = { requireExplicit: true },
    names: readonly string[] = [],
  ): Promise<readonly string[]> {
    let issuer = root
    const intermediates: Made[] = []
    for (const [index, each] of extensions.slice(0, -1).entries()) {
      issuer = await makeIntermediate(names[index] ?? `CA ${index}`, issuer, {
        extensions: [caFlag(), keyUsage(5), ...each],
      })
      intermediates.push(issuer)
    }
    const signer = await makeSigner(issuer, { extensions: extensions.at(-1) ?? [] })
    const result = await validatePath(signer.certificate, {
      trust: root.certificate.der,
      intermediates: intermediates.map(({ certificate }) => certificate),
      at: new Date(NOON),
      policies: inputs,
    })
    return result.status === 'valid' ? [...result.policies].sort() : result.findings.map(({ code }) => code)
  }

  const REFUSED = ['path.certificate-policy']

  it('are those that every certificate of the path states', async () => {
    expect(await valid([[policies(GOLD, SILVER)], [policies(SILVER, COPPER)]])).toEqual([SILVER])
    expect(await valid([[policies(GOLD)], [policies(SILVER)]])).toEqual(REFUSED)
    expect(await valid([[], [policies(GOLD)]])).toEqual(REFUSED)
  })

  it('restrict nothing where nobody asks for an explicit one', async () => {
    expect(await valid([[policies(GOLD)], [policies(SILVER)]], {})).toEqual([])
    expect(await valid([[], []], {})).toEqual([])
  })

  it('are asked for by name', async () => {
    const ask = (initial: readonly string[]): ReturnType<typeof valid> =>
      valid([[policies(GOLD, SILVER)], [policies(GOLD, SILVER)]], { initial, requireExplicit: true })
    expect(await ask([GOLD])).toEqual([GOLD])
    expect(await ask([GOLD, COPPER])).toEqual([GOLD])
    expect(await ask([COPPER])).toEqual(REFUSED)
    expect(await ask([ANY])).toEqual([GOLD, SILVER])
  })

  it('may be any, until that is inhibited', async () => {
    expect(await valid([[policies(ANY)], [policies(GOLD)]])).toEqual([GOLD])
    expect(await valid([[policies(GOLD)], [policies(ANY)]])).toEqual([GOLD])
    expect(await valid([[policies(ANY)], [policies(ANY)]])).toEqual([ANY])
    expect(
      await valid([[policies(ANY)], [policies(ANY)]], { requireExplicit: true, initial: [GOLD] }),
    ).toEqual([GOLD])
    expect(
      await valid([[policies(ANY)], [policies(GOLD)]], { requireExplicit: true, inhibitAny: true }),
    ).toEqual(REFUSED)
    const inhibited = (skip: number): readonly Uint8Array[] => [policies(GOLD), inhibitAnyPolicy(skip)]
    expect(await valid([inhibited(1), [policies(ANY)], [policies(GOLD)]])).toEqual([GOLD])
    expect(await valid([inhibited(0), [policies(ANY)], [policies(GOLD)]])).toEqual(REFUSED)
  })

  it('are exempt from that in self-issued certificates on the way', async () => {
    const path = [[policies(GOLD), inhibitAnyPolicy(0)], [policies(ANY)], [policies(GOLD)]]
    expect(await valid(path, { requireExplicit: true }, ['CA', 'CA'])).toEqual([GOLD])
  })

  it('are mapped, and named in the words of the anchor', async () => {
    const path = [[policies(GOLD), mappings([GOLD, SILVER])], [policies(SILVER)]]
    expect(await valid(path)).toEqual([GOLD])
    expect(await valid(path, { requireExplicit: true, initial: [GOLD] })).toEqual([GOLD])
    expect(await valid(path, { requireExplicit: true, initial: [SILVER] })).toEqual(REFUSED)
    expect(await valid([[policies(GOLD), mappings([GOLD, SILVER])], [policies(GOLD)]])).toEqual(REFUSED)
    const twice = [
      [policies(GOLD), mappings([GOLD, SILVER])],
      [policies(SILVER), mappings([SILVER, COPPER])],
      [policies(COPPER)],
    ]
    expect(await valid(twice)).toEqual([GOLD])
    expect(await valid([[policies(ANY), mappings([GOLD, SILVER])], [policies(SILVER)]])).toEqual([GOLD])
  })

  it('are not mapped where that is inhibited', async () => {
    const mapped = [policies(GOLD), mappings([GOLD, SILVER])]
    expect(
      await valid([mapped, [policies(SILVER)]], { requireExplicit: true, inhibitMapping: true }),
    ).toEqual(REFUSED)
    const under = (mapping: number): ReturnType<typeof valid> =>
      valid([[policies(GOLD), policyConstraints({ mapping })], mapped, [policies(SILVER)]])
    expect(await under(1)).toEqual([GOLD])
    expect(await under(0)).toEqual(REFUSED)
  })

  it('are asked for by a certificate, at once or after some others', async () => {
    const under = (explicit: number): ReturnType<typeof valid> =>
      valid([[policyConstraints({ explicit })], [], [policies(GOLD)]], {})
    expect(await under(0)).toEqual(REFUSED)
    expect(await under(3)).toEqual([])
    expect(await valid([[policies(GOLD), policyConstraints({ explicit: 0 })], [policies(GOLD)]], {})).toEqual(
      [GOLD],
    )
  })

  it('are asked for by the anchor, in its certificate or in the trust list', async () => {
    const signer = await makeSigner(root, { extensions: [policies(GOLD)] })
    const listed = (initialPolicies: readonly string[]): ReturnType<typeof anchored> =>
      anchored(root, { path: { initialPolicies, requireExplicitPolicy: true } })
    expect(await codesOf(signer, listed([GOLD]), [])).toEqual(['ok'])
    expect(await codesOf(signer, listed([SILVER]), [])).toEqual(REFUSED)
    const bound = await makeRoot('Bound', {
      extensions: [caFlag(), keyUsage(5), policies(GOLD), policyConstraints({ explicit: 0 })],
    })
    expect(await codesOf(await makeSigner(bound, { extensions: [policies(GOLD)] }), [bound], [])).toEqual([
      'ok',
    ])
    expect(await codesOf(await makeSigner(bound, { extensions: [policies(SILVER)] }), [bound], [])).toEqual(
      REFUSED,
    )
    const ignored = { anchorCertificate: 'ignored' } as const
    expect(await codesOf(await makeSigner(bound), [bound], [], ignored)).toEqual(['ok'])
  })

  it.each([
    ['one twice', policies(GOLD, GOLD)],
    ['a mapping from any', mappings([ANY, GOLD])],
    ['a mapping to any', mappings([GOLD, ANY])],
    ['constraints that constrain nothing', policyConstraints({})],
  ])('that state %s are refused as certificate.malformed', async (_, odd) => {
    const ca = await makeIntermediate('CA', root, { extensions: [caFlag(), keyUsage(5), odd] })
    expect(await codesOf(await makeSigner(ca), [root], [ca])).toEqual(['certificate.malformed'])
  })
})
