import { beforeAll, describe, expect, it } from '@jest/globals'
import { toBase64 } from '../../../../src/base/base64.js'
import { toUtf8 } from '../../../../src/base/bytes.js'
import { MAX_LIST_BYTES } from '../../../../src/trust/lists/european/list-import.js'
import { cpuTime } from '../../../cpu-time.js'
import { makeRoot, makeSigner, type Made } from '../../made-certificate.js'
import { codesIn, importFrom, listText, signText, type MadeList } from './made-list.js'

let ca: Made
let signer: Made
let stranger: Made
let text: string

beforeAll(async () => {
  ca = await makeRoot('Seal CA')
  signer = await makeSigner(undefined, { name: 'Scheme operator' })
  stranger = await makeSigner(undefined, { name: 'Scheme operator' })
  text = await signText(listText(LIST()), signer)
})

const LIST = (): MadeList => ({
  services: [{ certificates: [ca], periods: [{ status: 'withdrawn', from: '2020-01-01T00:00:00Z' }] }],
})

const codesOf = async (list: string): Promise<readonly string[]> => codesIn(await importFrom(signer, list))

/** The signature of `text`, and the rest of the list. */
function parts(signed: string): { readonly signature: string; readonly rest: string } {
  const start = signed.indexOf('<ds:Signature ')
  const end = signed.indexOf('</ds:Signature>') + '</ds:Signature>'.length
  return { signature: signed.slice(start, end), rest: signed.slice(0, start) + signed.slice(end) }
}

describe('a trusted list that somebody changed', () => {
  it('holds as it was signed', async () => {
    expect(await codesOf(text)).toEqual([])
  })

  it('in the status of a service is list.signature-invalid', async () => {
    expect(text).toContain('Svcstatus/withdrawn')
    expect(await codesOf(text.replace('Svcstatus/withdrawn', 'Svcstatus/granted'))).toEqual([
      'list.signature-invalid',
    ])
  })

  it('in white space between elements is list.signature-invalid', async () => {
    expect(await codesOf(text.replace('<TSLType>', ' <TSLType>'))).toEqual(['list.signature-invalid'])
  })

  it('in its signature, its signed properties or its signed information is list.signature-invalid', async () => {
    const change = (name: string): string =>
      text.replace(
        new RegExp(`(<(?:ds:|xades:)${name}[^>]*>)(.)`),
        (_whole, tag: string, first: string) => `${tag}${first === 'A' ? 'B' : 'A'}`,
      )
    expect(await codesOf(change('SignatureValue'))).toEqual(['list.signature-invalid'])
    expect(await codesOf(change('DigestValue'))).toEqual(['list.signature-invalid'])
    const time = text.replace(/<xades:SigningTime>\d/, '<xades:SigningTime>1')
    expect(time).not.toBe(text)
    expect(await codesOf(time)).toEqual(['list.signature-invalid'])
  })

  it('by somebody who signs as the operator is list.signer, whatever his signature says', async () => {
    expect(await codesOf(await signText(listText(LIST()), stranger))).toEqual(['list.signer'])
    const lied = await signText(listText(LIST()), stranger, { named: signer })
    expect(await codesOf(lied)).toEqual(['list.signature-invalid'])
  })

  it('whose certificate in the signature was swapped holds: that one is not looked at', async () => {
    const swapped = text.replace(/(<ds:X509Certificate>)[^<]*/, `$1${toBase64(stranger.certificate.der)}`)
    expect(swapped).not.toBe(text)
    expect(await codesOf(swapped)).toEqual([])
  })

  it('by comments inside values holds, and is read as it was signed', async () => {
    const commented = text.replace('<TSLSequenceNumber>7<', '<TSLSequenceNumber><!-- 1 -->7<!-- 00 --><')
    const { lists } = await importFrom(signer, commented)
    expect(lists[0]?.sequenceNumber).toBe(7)
    const status = text.replace('Svcstatus/withdrawn', 'Svcstatus/<!---->withdrawn')
    const anchors = (await importFrom(signer, status)).store?.anchors
    expect(anchors?.map((anchor) => anchor.status.at(-1)?.value)).toEqual(['withdrawn'])
  })

  it('by comments in the signature is list.signature-form', async () => {
    expect(await codesOf(text.replace('<ds:DigestValue>', '<ds:DigestValue><!---->'))).toEqual([
      'list.signature-form',
    ])
  })
})

describe('a signature that is not over the list', () => {
  const form = ['list.signature-form']

  it('of which the signed list is moved into another is list.signature-form', async () => {
    const { signature, rest } = parts(text)
    const evil = listText({ ...LIST(), sequence: 8 })
    const body = rest.slice(rest.indexOf('<TrustServiceStatusList'))
    const wrapped = evil.replace(
      '</TrustServiceStatusList>',
      `${signature}<Wrapped>${body}</Wrapped></TrustServiceStatusList>`,
    )
    expect(await codesOf(wrapped)).toEqual(form)
    const renamed = wrapped.replace('Id="the-list"', 'Id="another"')
    expect(await codesOf(renamed)).toEqual(['list.signature-invalid'])
  })

  it('by its Id alone, with the list elsewhere, is list.signature-form', async () => {
    const byId = await signText(listText(LIST()), signer, { uri: '#the-list' })
    expect(await codesOf(byId)).toEqual([])
    const { signature, rest } = parts(byId)
    const body = rest.slice(rest.indexOf('<TrustServiceStatusList'))
    const evil = listText({ ...LIST(), sequence: 8 }).replace('Id="the-list"', 'Id="evil"')
    const inObject = signature.replace('</ds:Signature>', `<ds:Object>${body}</ds:Object></ds:Signature>`)
    expect(
      await codesOf(evil.replace('</TrustServiceStatusList>', `${inObject}</TrustServiceStatusList>`)),
    ).toEqual(form)
  })

  it('that stands elsewhere than under the root is list.signature-form', async () => {
    const { signature, rest } = parts(text)
    expect(await codesOf(rest.replace('</SchemeInformation>', `${signature}</SchemeInformation>`))).toEqual(
      form,
    )
  })

  it('beside a second one is list.signature-form, of whichever name space', async () => {
    const { signature } = parts(text)
    expect(
      await codesOf(text.replace('</TrustServiceStatusList>', `${signature}</TrustServiceStatusList>`)),
    ).toEqual(form)
    const namesake = text.replace('</TrustServiceStatusList>', '<Signature/></TrustServiceStatusList>')
    expect(await codesOf(namesake)).toEqual(form)
  })

  it('with an Id that stands twice is list.signature-form', async () => {
    expect(await codesOf(text.replace('<SchemeInformation>', '<SchemeInformation Id="the-list">'))).toEqual(
      form,
    )
  })

  it('with other transforms or references is list.signature-form', async () => {
    for (const transforms of [
      ['enveloped'],
      ['exc-c14n'],
      ['enveloped', 'c14n'],
      ['enveloped', 'exc-c14n-com'],
    ])
      expect(await codesOf(await signText(listText(LIST()), signer, { transforms }))).toEqual(form)
    const { signature } = parts(text)
    const reference = /<ds:Reference.*?<\/ds:Reference>/s.exec(signature)?.[0] ?? ''
    expect(await codesOf(text.replace(reference, reference + reference))).toEqual(form)
    expect(await codesOf(text.replace(reference, ''))).toEqual(form)
  })

  it('with two SignedInfo, or none, is list.signature-form', async () => {
    const info = /<ds:SignedInfo.*?<\/ds:SignedInfo>/s.exec(text)?.[0] ?? ''
    expect(await codesOf(text.replace(info, info + info))).toEqual(form)
    expect(await codesOf(text.replace(info, ''))).toEqual(form)
  })

  it('with SHA-1 is list.algorithm', async () => {
    expect(await codesOf(await signText(listText(LIST()), signer, { hash: 'SHA-1' }))).toEqual([
      'list.algorithm',
    ])
  })

  it('by another method than one that is accepted, for such a key, is list.algorithm', async () => {
    const { sha1, hmac, rsa } = {
      rsa: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      sha1: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      hmac: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
    }
    for (const method of [sha1, hmac, rsa])
      expect(await codesOf(text.replace(/(SignatureMethod Algorithm=")[^"]*/, `$1${method}`))).toEqual([
        'list.algorithm',
      ])
  })

  it('that is not there is list.unsigned', async () => {
    expect(await codesOf(listText(LIST()))).toEqual(['list.unsigned'])
  })
})

describe('a list of one country that is another list once it is canonical', () => {
  /** The library that signs writes names of namespaces as they are; what stands in them becomes markup. */
  const crossing = (territory: string): string => {
    const inner = /<SchemeInformation>.*<\/TrustServiceProviderList>/s.exec(
      listText({ ...LIST(), territory }),
    )
    const escaped = (name: string): string =>
      name.replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;')
    const front = escaped(`urn:n">${inner?.[0] ?? ''}<Rest a="`)
    const back = escaped('urn:n"></n:end></Rest><n:end xmlns:n="urn:n" b="')
    return listText({})
      .replace('Id="the-list"', `Id="the-list" xmlns:f="${front}" f:a=""`)
      .replace('</TrustServiceStatusList>', `<n:end xmlns:n="${back}"/>$&`)
  }

  it('is list.content: whose signers were asked is what it must say', async () => {
    const tsl = 'http://uri.etsi.org/02231/v2#'
    /** To the library, which knows English letters alone, both names of the namespace are z: what it writes is the first. */
    const scheme = (territory: string, written: string, meant: string): string =>
      listText({ territory })
        .replace(/^.*<SchemeInformation>/s, `<z:SchemeInformation xmlns:zé="${written}" xmlns:z="${meant}">`)
        .replace(/<\/SchemeInformation>.*$/s, '</z:SchemeInformation>')
    const both = scheme('PT', 'urn:n', tsl) + scheme('DE', tsl, 'urn:n')
    const list = listText(LIST()).replace(/<SchemeInformation>.*<\/SchemeInformation>/s, both)
    expect(await codesOf(await signText(list, signer))).toEqual(['list.content'])
  })

  it('is list.xml: no signer speaks for another country', async () => {
    for (const territory of ['DE', 'PT'])
      expect(await codesOf(await signText(crossing(territory), signer))).toEqual(['list.xml'])
  })
})

describe('a list that is made to hurt its reader', () => {
  const refused = async (list: string, code = 'list.xml'): Promise<void> => {
    const start = cpuTime()
    expect(await codesOf(list)).toEqual([code])
    expect(cpuTime() - start).toBeLessThan(2000)
  }

  it('with entities is list.xml before it is parsed', async () => {
    const bomb = `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`
    await refused(text.replace('?>', `?>${bomb}`).replace('>7<', '>&b;<'))
    await refused(text.replace('>7<', '>&b;<'))
    await refused(text.replace('?>', '?><!DOCTYPE l SYSTEM "file:///etc/passwd">'))
  })

  it('nested deeply, of many elements or attributes, or never ending is list.xml', async () => {
    await refused('<a>'.repeat(1_000_000))
    await refused(`<a>${'<b/>'.repeat(300_000)}</a>`)
    await refused(`<a ${'b="" '.repeat(100)}/>`)
    await refused(`<a b="${'c'.repeat(100_000)}"/>`)
    await refused(`<a>${`<b ${'c="" '.repeat(60)}/>`.repeat(5000)}</a>`)
    for (const markup of ['<!---->', '<?b?>', '<![CDATA[]]>'])
      await refused(`<a>${markup.repeat(300_000)}</a>`)
    await refused(`<a><!--${'-'.repeat(1_000_000)}`)
    await refused('<'.repeat(1_000_000))
  })

  it('with more namespaces at one place than a list has is list.xml', async () => {
    const declared = (from: number, count: number): string =>
      Array.from({ length: count }, (_, index) => ` xmlns:n${from + index}="urn:n"`).join('')
    const nested = (count: number, around = 30): string =>
      listText(LIST()).replace(
        '</TrustServiceStatusList>',
        `<a${declared(0, around)}><b${declared(around, count)}/></a><c${declared(0, around)}/>$&`,
      )
    expect(await codesOf(nested(30))).toEqual(['list.unsigned'])
    await refused(nested(31))
  })

  it('with an element of very many children is refused like any other', async () => {
    const children = `<a>${'<b/>'.repeat(200_000)}</a></TrustServiceStatusList>`
    expect(await codesOf(listText(LIST()).replace('</TrustServiceStatusList>', children))).toEqual([
      'list.unsigned',
    ])
  })

  it('with what XML has not is list.xml', async () => {
    for (const value of ['\u0000', '\u0001', '&#0;', '&#xD800;', '& ', '&#x;', '\uffff'])
      await refused(text.replace('>7<', `>${value}<`))
    await refused(`${text}<again/>`)
    await refused(text.replace('Id="the-list"', 'Id="the-list" Id="another"'))
    await refused('no XML')
  })

  it('in another encoding is list.encoding, without bytes or with too many list.size', async () => {
    const wide = new Uint8Array(text.length * 2 + 2).fill(0xff, 0, 1).fill(0xfe, 1, 2)
    expect(codesIn(await importFrom(signer, wide))).toEqual(['list.encoding'])
    expect(codesIn(await importFrom(signer, new Uint8Array()))).toEqual(['list.size'])
    expect(codesIn(await importFrom(signer, new Uint8Array(MAX_LIST_BYTES + 1)))).toEqual(['list.size'])
  })

  it('cut off anywhere is refused', async () => {
    const bytes = toUtf8(text)
    for (let length = 0; length < bytes.length; length += 487)
      expect((await importFrom(signer, bytes.subarray(0, length))).refusals).toHaveLength(1)
  })
})
