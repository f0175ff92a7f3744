import { beforeAll, describe, expect, it } from '@jest/globals'
import { derNull } from '../../../../src/formats/der/writer.js'
import type { CertificateList } from '../../../../src/formats/x509/crl.js'
import { EXTENSION } from '../../../../src/formats/x509/oids.js'
import { PathCache } from '../../../../src/trust/path/path-cache.js'
import type { RevocationOptions } from '../../../../src/trust/path/revocation/revocation-options.js'
import { checkRevocation } from '../../../../src/trust/path/revocation/revocation.js'
import {
  BIT,
  caFlag,
  certificateIssuer,
  crlNumbers,
  crlPoints,
  DAY,
  extension,
  issuingPoint,
  keyUsage,
  makeCrl,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
  type Made,
  type MadeCrlOptions,
  type MadePoint,
} from '../../made-certificate.js'
import { anchorOf, LEFT_ASIDE, told } from './asked.js'

const NOTHING = 'unknown revocation.unknown'
const REVOKED = 'revoked revocation.revoked'
const HOLD = 6
const REMOVED = 8
const [COMPROMISE, SUPERSEDED] = [1, 4]
const COMPROMISES = [1, 2, 8]
const OTHERS = [3, 4, 5, 6, 7]

let root: Made
let leaf: Made

beforeAll(async () => {
  root = await makeRoot('Root')
  leaf = await makeSigner(root)
})

const signerAt = (...points: readonly MadePoint[]): Promise<Made> =>
  makeSigner(root, { extensions: [keyUsage(BIT.digitalSignature), crlPoints(...points)] })

const list = (options: Partial<MadeCrlOptions> = {}): Promise<CertificateList> =>
  makeCrl({ issuer: root, ...options })

const revoking = (
  { certificate }: Made,
  entry: { readonly at?: number; readonly reason?: number; readonly extensions?: readonly Uint8Array[] } = {},
): Pick<MadeCrlOptions, 'revoked'> => ({ revoked: [{ certificate, at: NOON - DAY, ...entry }] })

const ask = async (
  { certificate }: Made,
  crls: readonly CertificateList[],
  variation: Partial<RevocationOptions> = {},
): Promise<string> =>
  told(
    await checkRevocation([certificate], {
      ...{ anchor: anchorOf(root), crls, at: NOON, cache: new PathCache() },
      ...variation,
    }),
  )

describe('a list for some reasons', () => {
  it('says good only together with lists for all others', async () => {
    const some = await list({ extensions: [issuingPoint({ reasons: COMPROMISES })] })
    const others = await list({ extensions: [issuingPoint({ reasons: OTHERS })] })
    expect(await ask(leaf, [some])).toBe(NOTHING)
    expect(await ask(leaf, [others])).toBe(NOTHING)
    expect(await ask(leaf, [some, others])).toBe('good')
  })

  it('says revoked alone', async () => {
    const extensions = [issuingPoint({ reasons: COMPROMISES })]
    expect(await ask(leaf, [await list({ extensions, ...revoking(leaf, { reason: COMPROMISE }) })])).toBe(
      REVOKED,
    )
  })

  it('is so too when the certificate names it for some reasons only', async () => {
    const [url, other] = ['http://crl.example.test/1.crl', 'http://crl.example.test/2.crl']
    const signer = await signerAt({ url, reasons: COMPROMISES }, { url: other, reasons: OTHERS })
    const first = await list({ extensions: [issuingPoint({ url })] })
    const second = await list({ extensions: [issuingPoint({ url: other })] })
    expect(await ask(signer, [first])).toBe(NOTHING)
    expect(await ask(signer, [first, second])).toBe('good')
    const bad = await list({
      extensions: [issuingPoint({ url: other })],
      ...revoking(signer, { reason: SUPERSEDED }),
    })
    expect(await ask(signer, [first, bad])).toBe(REVOKED)
  })
})

describe('a list with a name', () => {
  it('relative to its issuer is the one that the certificate names in full or relative too', async () => {
    const signer = await signerAt({ relative: 'List 1' })
    expect(await ask(signer, [await list({ extensions: [issuingPoint({ relative: 'List 1' })] })])).toBe(
      'good',
    )
    expect(await ask(signer, [await list({ extensions: [issuingPoint({ relative: 'List 2' })] })])).toBe(
      NOTHING,
    )
  })

  it('is not used when it limits nothing, or to two kinds at once', async () => {
    expect(await ask(leaf, [await list({ extensions: [issuingPoint({})] })])).toBe(LEFT_ASIDE)
  })
})

describe('an indirect list', () => {
  let publisher: Made
  let signer: Made
  const indirect = issuingPoint({ flag: 4 })

  beforeAll(async () => {
    publisher = await makeIntermediate('Publisher', root, { extensions: [keyUsage(BIT.cRLSign)] })
    signer = await signerAt({ crlIssuer: publisher.certificate.subject })
  })

  const askPublisher = (
    options: Partial<MadeCrlOptions>,
    known: readonly Made[] = [publisher],
  ): Promise<string> =>
    makeCrl({ issuer: publisher, extensions: [indirect], ...options }).then((crl) =>
      ask(signer, [crl], {
        intermediates: known.map(({ certificate }) => certificate),
        mode: 'prefer',
        cache: new PathCache(),
      }),
    )

  it('of whom the certificate names is good, or revoked by an entry that names its issuer', async () => {
    expect(await askPublisher({})).toBe('good')
    const extensions = [certificateIssuer(root.certificate.subject)]
    expect(await askPublisher(revoking(signer, { extensions }))).toBe(REVOKED)
  })

  it('has entries of its own issuer, and of others until the next name', async () => {
    expect(await askPublisher(revoking(signer))).toBe('good')
    const { revoked: own = [] } = revoking(signer)
    const { revoked: named = [] } = revoking(leaf, {
      extensions: [certificateIssuer(root.certificate.subject)],
    })
    expect(await askPublisher({ revoked: [...named, ...own] })).toBe(REVOKED)
    const { revoked: elsewhere = [] } = revoking(leaf, {
      extensions: [certificateIssuer(publisher.certificate.subject)],
    })
    expect(await askPublisher({ revoked: [...named, ...elsewhere, ...own] })).toBe('good')
  })

  const UNHEARD = 'not-checked revocation.not-checked'

  it('is none without the flag, and of nobody else', async () => {
    expect(await askPublisher({ extensions: [] })).toBe(UNHEARD)
    const other = await makeIntermediate('Other', root)
    expect(
      await ask(signer, [await makeCrl({ issuer: other, extensions: [indirect] })], { mode: 'prefer' }),
    ).toBe(UNHEARD)
  })

  it('is not believed of somebody under another anchor, or who may not sign lists', async () => {
    const aside = 'not-checked revocation.malformed revocation.not-checked'
    expect(await askPublisher({}, [])).toBe(aside)
    const stranger = await makeRoot('Publisher')
    expect(await askPublisher({ signer: stranger.key }, [stranger])).toBe(aside)
    const mute = await makeIntermediate('Publisher', root, { extensions: [keyUsage(BIT.digitalSignature)] })
    expect(await askPublisher({ signer: mute.key }, [mute])).toBe(aside)
  })

  it('is not believed of somebody who is revoked, or expired', async () => {
    const withPublisherRevoked = await list(revoking(publisher))
    const crl = await makeCrl({ issuer: publisher, extensions: [indirect] })
    const intermediates = [publisher.certificate]
    expect(await ask(signer, [crl, withPublisherRevoked], { intermediates })).toBe(LEFT_ASIDE)
    expect(await ask(signer, [crl, await list()], { intermediates })).toBe('good')
    const expired = await makeIntermediate('Publisher', root, { notAfter: NOON - DAY })
    expect(await askPublisher({ signer: expired.key }, [expired])).toContain('not-checked')
  })

  it('answers for who signs it, where his own issuer leaves that to him', async () => {
    const named = { crlIssuer: publisher.certificate.subject }
    const extensions = [keyUsage(BIT.cRLSign), crlPoints(named)]
    const own = await makeIntermediate('Publisher', root, { extensions })
    const certificateOfRoot = [certificateIssuer(root.certificate.subject)]
    const asked = async (options: Partial<MadeCrlOptions>): Promise<string> =>
      ask(signer, [await makeCrl({ issuer: own, extensions: [indirect], ...options })], {
        intermediates: [own.certificate],
      })
    expect(await asked({})).toBe('good')
    expect(await asked(revoking(own, { extensions: certificateOfRoot }))).toBe(LEFT_ASIDE)
  })

  it('leaves the issuer of the certificate no word where the certificate leaves all lists to another', async () => {
    expect(await ask(signer, [await list()])).toBe(NOTHING)
  })
})

describe('a list by another key of the issuer', () => {
  it('is believed when that key is certified under the same anchor', async () => {
    const ca = await makeIntermediate('CA', root, { extensions: [caFlag(), keyUsage(BIT.keyCertSign)] })
    const publisher = await makeIntermediate('CA', root, { extensions: [keyUsage(BIT.cRLSign)] })
    const signer = await makeSigner(ca)
    const ofCa = await makeCrl({ issuer: ca, signer: publisher.key })
    const path = [signer.certificate, ca.certificate]
    const options = { anchor: anchorOf(root), crls: [ofCa, await list()], at: NOON }
    const asked = async (intermediates: readonly Made[]): Promise<string> =>
      told(
        await checkRevocation(path, {
          ...{ ...options, cache: new PathCache() },
          intermediates: intermediates.map(({ certificate }) => certificate),
        }),
      )
    expect(await asked([publisher])).toBe('good')
    expect(await asked([])).toBe(LEFT_ASIDE)
    expect(await asked([await makeRoot('CA', { key: publisher.key })])).toBe(LEFT_ASIDE)
  })

  it('that is only known by a list which it signed itself is not believed', async () => {
    const publisher = await makeIntermediate('Root', root, { extensions: [keyUsage(BIT.cRLSign)] })
    const own = await list({ signer: publisher.key })
    const intermediates = [publisher.certificate]
    expect(await ask(leaf, [own], { intermediates })).toBe(LEFT_ASIDE)
    expect(
      await ask(leaf, [own, await list({ extensions: [issuingPoint({ flag: 1 })] })], { intermediates }),
    ).toContain('good')
  })
})

describe('a delta list', () => {
  const numbered = (number: number, base?: number): Pick<MadeCrlOptions, 'extensions'> => ({
    extensions: crlNumbers(number, base),
  })
  const asked = async (base: Partial<MadeCrlOptions>, delta: Partial<MadeCrlOptions>): Promise<string> =>
    ask(leaf, [
      await list({ thisUpdate: NOON - 2 * DAY, ...numbered(5), ...base }),
      await list({ thisUpdate: NOON - DAY / 2, ...numbered(6, 5), ...delta }),
    ])

  it('adds to its base, and takes off what was on hold', async () => {
    expect(await asked({}, {})).toBe('good')
    expect(await asked({}, revoking(leaf))).toBe(REVOKED)
    expect(await asked(revoking(leaf, { reason: HOLD }), {})).toBe(REVOKED)
    expect(await asked(revoking(leaf, { reason: HOLD }), revoking(leaf, { reason: REMOVED }))).toBe('good')
  })

  it('keeps its base current, when it is itself', async () => {
    const old = { nextUpdate: NOON - 1000 }
    expect(await asked(old, {})).toBe('good')
    expect(await asked(old, old)).toBe('unknown revocation.stale')
    expect(
      await asked(revoking(leaf, { reason: HOLD }), { ...old, ...revoking(leaf, { reason: REMOVED }) }),
    ).toBe(REVOKED)
  })

  it('is none to a base that is older than the one it changes, newer than itself, or has no number', async () => {
    const old = { nextUpdate: NOON - 1000 }
    expect(await asked({ ...old, ...numbered(4) }, {})).toBe('unknown revocation.stale')
    expect(await asked({ ...old, ...numbered(7) }, {})).toBe('unknown revocation.stale')
    expect(await asked({ ...old, extensions: [] }, {})).toBe('unknown revocation.stale')
    expect(await asked({ ...old, ...numbered(6) }, {})).toBe('good')
  })

  it('is none to a base of another scope, or by another key', async () => {
    const old = { nextUpdate: NOON - 1000 }
    const point = issuingPoint({ flag: 1 })
    const scoped = { extensions: [...crlNumbers(6, 5), point] }
    expect(await asked(old, scoped)).toBe('unknown revocation.stale')
    expect(await asked({ ...old, extensions: [...crlNumbers(5), point] }, scoped)).toBe('good')
    const other = await makeRoot('Root')
    expect(await asked(old, { signer: other.key })).toContain('revocation.stale')
  })

  it('that is not understood is not used, nor its base; but what a stranger made is nothing', async () => {
    const odd = extension('1.3.6.1.4.1.99999.1', true, derNull())
    const forged = { extensions: [...crlNumbers(6, 5), odd], signer: (await makeRoot('Root')).key }
    expect(await asked(revoking(leaf), forged)).toContain('revoked')
    const unreadable = [extension(EXTENSION.deltaCrlIndicator, true, derNull()), ...crlNumbers(6)]
    expect(await asked(revoking(leaf), { ...forged, extensions: unreadable })).toContain('revoked')
    expect(await asked({}, { extensions: [...crlNumbers(6, 5), odd] })).toContain('unknown')
  })
})

describe('an entry with a critical extension that is not understood', () => {
  it('keeps its list from being used, for whatever certificate', async () => {
    const other = await makeSigner(root)
    const odd = (critical: boolean): Uint8Array => extension('1.3.6.1.4.1.99999.1', critical, derNull())
    expect(await ask(leaf, [await list(revoking(other, { extensions: [odd(false)] }))])).toBe('good')
    expect(await ask(leaf, [await list(revoking(other, { extensions: [odd(true)] }))])).toBe(LEFT_ASIDE)
    expect(await ask(leaf, [await list(revoking(leaf, { extensions: [odd(true)] }))])).toBe(LEFT_ASIDE)
  })
})
