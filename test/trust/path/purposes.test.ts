import { describe, expect, it } from '@jest/globals'
import { KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import { caFlag, keyUsage, makeIntermediate, makeRoot, makeSigner, purposes } from '../made-certificate.js'
import { codesOf } from './judged-path.js'

describe('purposes', () => {
  it('are nested: one of them must be left in every authority that names some', async () => {
    const root = await makeRoot('Root')
    const purpose = async (
      upper: readonly string[],
      lower: readonly string[],
    ): Promise<readonly string[]> => {
      const ca = await makeIntermediate('CA', root, {
        extensions: [caFlag(), keyUsage(5), purposes(...upper)],
      })
      return codesOf(await makeSigner(ca, { extensions: [purposes(...lower)] }), [root], [ca])
    }
    const { emailProtection, clientAuthentication, any } = KEY_PURPOSE
    expect(await purpose([emailProtection], [emailProtection, clientAuthentication])).toEqual(['ok'])
    expect(await purpose([any], [clientAuthentication])).toEqual(['ok'])
    expect(await purpose([emailProtection], [clientAuthentication])).toEqual(['path.extended-key-usage'])
  })
})
