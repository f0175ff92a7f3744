import { beforeAll, describe, expect, it } from '@jest/globals'
import { derNull } from '../../../../src/formats/der/writer.js'
import { PathCache } from '../../../../src/trust/path/path-cache.js'
import type { RevocationOptions } from '../../../../src/trust/path/revocation/revocation-options.js'
import { checkRevocation } from '../../../../src/trust/path/revocation/revocation.js'
import {
  crlNumbers,
  DAY,
  extension,
  makeCrl,
  makeRoot,
  makeSigner,
  NOON,
  type Made,
  type MadeCrlOptions,
} from '../../made-certificate.js'
import { anchorOf, told } from './asked.js'

const [COMPROMISE, HOLD, REMOVED] = [1, 6, 8]
const ODD = extension('1.3.6.1.4.1.99999.1', true, derNull())

let root: Made
let leaf: Made

beforeAll(async () => {
  root = await makeRoot('Root')
  leaf = await makeSigner(root)
})

type Entry = Partial<NonNullable<MadeCrlOptions['revoked']>[number]>

const listed = (entry: Entry): Pick<MadeCrlOptions, 'revoked'> => ({
  revoked: [{ certificate: leaf.certificate, at: NOON - DAY, ...entry }],
})

/** Asks a list with the certificate on it, and a delta list to it. */
const ask = async (
  reason: number,
  delta: Partial<MadeCrlOptions>,
  mode: RevocationOptions['mode'] = 'require',
): Promise<string> => {
  const base = { issuer: root, thisUpdate: NOON - 2 * DAY, extensions: crlNumbers(5), ...listed({ reason }) }
  const change = { issuer: root, extensions: crlNumbers(6, 5), ...delta }
  const crls = [await makeCrl(base), await makeCrl(change)]
  const options = { anchor: anchorOf(root), crls, at: NOON, cache: new PathCache(), mode }
  return told(await checkRevocation([leaf.certificate], options))
}

describe('a delta list that is not understood', () => {
  const odd = { extensions: [...crlNumbers(6, 5), ODD] }

  it('takes nothing back of what its base revokes', async () => {
    const revoked = 'revoked revocation.malformed revocation.revoked'
    for (const reason of [COMPROMISE, HOLD]) {
      expect(await ask(reason, odd)).toBe(revoked)
      expect(await ask(reason, listed({ reason: REMOVED, extensions: [ODD] }))).toBe(revoked)
    }
    expect(await ask(HOLD, listed({ reason: REMOVED }))).toBe('good')
  })

  it('keeps no revocation from those who take what there is', async () => {
    expect(await ask(COMPROMISE, odd, 'prefer')).toContain('revoked ')
    expect(await ask(COMPROMISE, {}, 'prefer')).toContain('revoked ')
  })
})
