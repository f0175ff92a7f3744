import { beforeAll, describe, expect, it } from '@jest/globals'
import { derContext, derElement, derOid, derSequence, derSet } from '../../../src/formats/der/writer.js'
import { OTHER_NAME } from '../../../src/formats/x509/oids.js'
import { caFlag, keyUsage, makeIntermediate, makeRoot, makeSigner, type Made } from '../made-certificate.js'
import { alternativeNames, NAMED, nameConstraints } from '../made-extensions.js'
import { anchored, codesOf } from './judged-path.js'
import { derUtf8 } from '../../formats/der/der-values.js'

const { dns, email, uri, ip, directory, registeredId, other } = NAMED
const CN = '2.5.4.3'
const O = '2.5.4.10'
const C = '2.5.4.6'
const EMAIL = '1.2.840.113549.1.9.1'

type Subtrees = Parameters<typeof nameConstraints>[0]

describe('constraints on names', () => {
  let root: Made

  beforeAll(async () => {
    root = await makeRoot('Root')
  })

  /** An authority with constraints under the root. */
  const authority = (subtrees: Subtrees, critical = true, issuer = root): Promise<Made> =>
    makeIntermediate('CA', issuer, {
      extensions: [caFlag(), keyUsage(5, 6), nameConstraints(subtrees, critical)],
    })

  /** What becomes of a signer with these alternative names under an authority with these constraints. */
  async function judged(subtrees: Subtrees, names: readonly Uint8Array[], critical = true): Promise<string> {
    const ca = await authority(subtrees, critical)
    const signer = await makeSigner(ca, {
      extensions: names.length === 0 ? [] : [alternativeNames(...names)],
    })
    return (await codesOf(signer, [root], [ca])).join(' ')
  }

  /** A row: the name that is fine, and its twin that is not. */
  const permits = async (base: Uint8Array, good: Uint8Array, bad: Uint8Array): Promise<void> => {
    expect(await judged({ permitted: [base] }, [good])).toBe('ok')
    expect(await judged({ permitted: [base] }, [bad])).toBe('path.name-constraint')
    expect(await judged({ permitted: [base] }, [good, bad])).toBe('path.name-constraint')
    expect(await judged({ excluded: [base] }, [good])).toBe('path.name-constraint')
    expect(await judged({ excluded: [base] }, [bad])).toBe('ok')
  }

  it.each([
    ['a host and what is below it', dns('example.test'), dns('shop.EXAMPLE.test'), dns('badexample.test')],
    ['what is below a host', dns('.example.test'), dns('shop.example.test'), dns('example.test')],
    ['a host of mailboxes', email('example.test'), email('a@Example.test'), email('a@shop.example.test')],
    ['mailboxes below a host', email('.example.test'), email('a@shop.example.test'), email('a@example.test')],
    ['one mailbox', email('till@example.test'), email('till@EXAMPLE.test'), email('Till@example.test')],
    ['URIs of a host', uri('a.test'), uri('https://u@a.test:443/x@b.test'), uri('https://b.a.test/')],
    ['URIs below a host', uri('.a.test'), uri('https://b.a.test?@c.test'), uri('https://a.test/')],
    ['addresses', ip(192, 0, 2, 0, 255, 255, 255, 0), ip(192, 0, 2, 9), ip(192, 0, 3, 9)],
    [
      'directory names',
      directory([C, 'KE'], [O, 'Soko']),
      directory([C, 'ke'], [O, 'SOKO  '], [CN, 'x']),
      directory([C, 'KE'], [CN, 'x']),
    ],
  ])('hold for %s', async (_, base, good, bad) => {
    // The subject of the signer is a directory name too.
    if (base[0] !== 0xa4) return permits(base, good, bad)
    expect(await judged({ excluded: [base] }, [good])).toBe('path.name-constraint')
    expect(await judged({ excluded: [base] }, [bad])).toBe('ok')
    return undefined
  })

  it('hold for the subject', async () => {
    const permitted = async (text: string): Promise<string> =>
      judged({ permitted: [directory([CN, text])] }, [])
    expect(await permitted('Soko Ltd')).toBe('ok')
    expect(await permitted('Duka Ltd')).toBe('path.name-constraint')
  })

  it('exclude a directory name whose text has no agreed alphabet, which may be the same', async () => {
    const teletex = (text: string): Uint8Array =>
      derContext(
        4,
        derSequence(derSet(derSequence(derOid(CN), derElement(0x14, new TextEncoder().encode(text))))),
      )
    expect(await judged({ excluded: [directory([CN, 'Duka'])] }, [teletex('Duka')])).toBe(
      'path.name-constraint',
    )
    expect(await judged({ excluded: [directory([CN, 'Duka'])] }, [directory([CN, '#1'])])).toBe('ok')
  })

  it('exclude what may be the same as a constraint whose text has no agreed alphabet', async () => {
    const part = (oid: string, text: Uint8Array): Uint8Array => derSet(derSequence(derOid(oid), text))
    const duka = derElement(0x14, new TextEncoder().encode('Duka'))
    const excluded = [derContext(4, derSequence(part(C, derUtf8('UG')), part(CN, duka)))]
    expect(await judged({ excluded }, [directory([C, 'UG'], [CN, 'Duka'])])).toBe('path.name-constraint')
    expect(await judged({ excluded }, [directory([C, 'TZ'], [CN, 'Duka'])])).toBe('ok')
    expect(await judged({ excluded }, [directory([C, 'UG'])])).toBe('ok')
  })

  it('refuse directory names that are not well-formed: a type twice in one part, no text, a NUL, a country of three letters', async () => {
    const twice = derContext(
      4,
      derSequence(derSet(derSequence(derOid(CN), derUtf8('A')), derSequence(derOid(CN), derUtf8('B')))),
    )
    const odd = [twice, directory([CN, '']), directory([CN, 'a\0b']), directory([C, 'KEN'])]
    for (const name of odd)
      expect(await judged({ excluded: [directory([CN, 'Duka'])] }, [name])).toBe('path.name-constraint')
    expect(await judged({ excluded: [directory([CN, 'Duka'])] }, [directory([C, 'KE'])])).toBe('ok')
  })

  it('have no way round in an empty list of alternative names', async () => {
    const ca = await authority({ permitted: [dns('a.test')] })
    expect(await codesOf(await makeSigner(ca, { extensions: [alternativeNames()] }), [root], [ca])).toEqual([
      'certificate.malformed',
    ])
    expect(await codesOf(await makeSigner(root, { extensions: [alternativeNames()] }), [root], [])).toEqual([
      'ok',
    ])
  })

  it('of one form say nothing of another', async () => {
    expect(await judged({ permitted: [dns('example.test')] }, [email('a@b.test')])).toBe('ok')
    expect(await judged({ permitted: [dns('example.test')] }, [])).toBe('ok')
  })

  it('hold for addresses of e-mail in the subject where there are no alternative names', async () => {
    const ca = await authority({ permitted: [email('example.test')] })
    const named = (text: string, extensions: readonly Uint8Array[] = []): Promise<Made> =>
      makeSigner(ca, { attributes: [[EMAIL, text]], extensions })
    expect(await codesOf(await named('a@example.test'), [root], [ca])).toEqual(['ok'])
    expect(await codesOf(await named('a@b.test'), [root], [ca])).toEqual(['path.name-constraint'])
    expect(
      await codesOf(await named('a@b.test', [alternativeNames(email('a@example.test'))]), [root], [ca]),
    ).toEqual(['ok'])
  })

  it('hold for a name with an asterisk: permitted if all that it stands for is, excluded if one is', async () => {
    expect(await judged({ permitted: [dns('example.test')] }, [dns('*.example.test')])).toBe('ok')
    expect(await judged({ permitted: [dns('a.example.test')] }, [dns('*.example.test')])).toBe(
      'path.name-constraint',
    )
    expect(await judged({ excluded: [dns('a.example.test')] }, [dns('*.example.test')])).toBe(
      'path.name-constraint',
    )
    expect(await judged({ excluded: [dns('b.a.example.test')] }, [dns('*.example.test')])).toBe('ok')
  })

  it('refuse what cannot be compared: no host, an address as a host, an address of another length', async () => {
    const everywhere = {
      dns: dns('a.test'),
      uri: uri('a.test'),
      email: email('a.test'),
      ip: ip(0, 0, 0, 0, 0, 0, 0, 0),
    }
    for (const [base, name] of [
      [everywhere.dns, dns('a..test')],
      [everywhere.dns, dns('a.test.')],
      [everywhere.uri, uri('urn:a.test')],
      [everywhere.uri, uri('https://127.0.0.1/')],
      [everywhere.uri, uri('https://[::1]/')],
      [everywhere.email, email('no-host')],
      [everywhere.email, email('"a@b"@a.test')],
      [everywhere.ip, ip(1, 2, 3)],
    ] as const) {
      expect(await judged({ permitted: [base] }, [name])).toBe('path.name-constraint')
      expect(await judged({ excluded: [base] }, [name])).toBe('path.name-constraint')
    }
  })

  it('add up over the authorities of a path: each only narrows', async () => {
    const upper = await authority({ permitted: [dns('example.test')] })
    const lower = await makeIntermediate('Lower', upper, {
      extensions: [
        caFlag(),
        keyUsage(5),
        nameConstraints({ permitted: [dns('shop.example.test'), dns('other.test')] }),
      ],
    })
    const signer = (name: string): Promise<Made> =>
      makeSigner(lower, { extensions: [alternativeNames(dns(name))] })
    expect(await codesOf(await signer('a.shop.example.test'), [root], [upper, lower])).toEqual(['ok'])
    for (const outside of ['other.test', 'example.test'])
      expect(await codesOf(await signer(outside), [root], [upper, lower])).toEqual(['path.name-constraint'])
  })

  it('hold for authorities too, but not for self-issued ones on the way', async () => {
    const upper = await authority({ permitted: [directory([CN, 'CA'])] })
    const rolled = await makeIntermediate('CA', upper)
    const good = await makeSigner(rolled, { name: 'CA' })
    expect(await codesOf(good, [root], [upper, rolled])).toEqual(['ok'])
    const other = await makeIntermediate('Other', upper)
    expect(await codesOf(await makeSigner(other, { name: 'CA' }), [root], [upper, other])).toEqual([
      'path.name-constraint',
    ])
    const bound = await authority({ permitted: [dns('example.test')] })
    const selfIssued = await makeIntermediate('CA', bound, {
      extensions: [caFlag(), keyUsage(5), alternativeNames(dns('elsewhere.test'))],
    })
    expect(await codesOf(await makeSigner(selfIssued), [root], [bound, selfIssued])).toEqual(['ok'])
  })

  it('of the anchor hold, and those of the trust list', async () => {
    const bound = await makeRoot('Bound', {
      extensions: [caFlag(), keyUsage(5), nameConstraints({ permitted: [dns('example.test')] })],
    })
    const signer = (issuer: Made, name: string): Promise<Made> =>
      makeSigner(issuer, { extensions: [alternativeNames(dns(name))] })
    expect(await codesOf(await signer(bound, 'a.example.test'), [bound], [])).toEqual(['ok'])
    expect(await codesOf(await signer(bound, 'b.test'), [bound], [])).toEqual(['path.name-constraint'])
    const listed = (...permittedSubtrees: readonly string[]): ReturnType<typeof anchored> =>
      anchored(root, { path: { permittedSubtrees } })
    const plain = await signer(root, 'b.test')
    expect(await codesOf(plain, listed('DNS:b.test', 'IP:192.0.2.0/24', 'email:a.test'), [])).toEqual(['ok'])
    expect(await codesOf(plain, listed('DNS:a.test'), [])).toEqual(['path.name-constraint'])
    expect(await codesOf(plain, listed('dirName:CN=Soko Ltd'), [])).toEqual(['ok'])
    expect(await codesOf(plain, listed('dirName:CN=Soko'), [])).toEqual(['path.name-constraint'])
    for (const odd of ['b.test', 'IP:192.0.2.0/33', 'X:y'])
      expect(await codesOf(plain, listed(odd), [])).toEqual(['path.constraints-unsupported'])
  })

  it('of a form that is not known fail as path.constraints-unsupported when critical, and count for nothing when not', async () => {
    expect(await judged({ excluded: [registeredId()] }, [])).toBe('path.constraints-unsupported')
    expect(await judged({ excluded: [registeredId()] }, [], false)).toBe('ok')
    const mailbox = other(OTHER_NAME.smtpUtf8Mailbox, derUtf8('a.test'))
    expect(await judged({ excluded: [mailbox] }, [])).toBe('path.constraints-unsupported')
  })

  it('on an otherName that is not known fail as path.constraints-unsupported where such a name is', async () => {
    const unknown = other('1.2.3.4', derUtf8('x'))
    for (const constraints of [{ excluded: [unknown] }, { permitted: [unknown] }]) {
      expect(await judged(constraints, [unknown])).toBe('path.constraints-unsupported')
      expect(await judged(constraints, [unknown], false)).toBe('ok')
      expect(await judged(constraints, [other('1.2.3.5', derUtf8('x'))])).toBe('ok')
      expect(await judged(constraints, [])).toBe('ok')
    }
  })

  it('know names of services, and mailboxes of any alphabet by their host', async () => {
    const service = (text: string): Uint8Array => other(OTHER_NAME.serviceName, derUtf8(text))
    await permits(service('_pay'), service('_PAY.a.test'), service('_mail.a.test'))
    await permits(service('_pay.a.test'), service('_pay.b.a.test'), service('_pay.b.test'))
    const mailbox = (text: string): Uint8Array => other(OTHER_NAME.smtpUtf8Mailbox, derUtf8(text))
    await permits(email('a.test'), mailbox('ŝoko@a.test'), mailbox('ŝoko@b.test'))
    const principal = other(OTHER_NAME.userPrincipal, derUtf8('x@a.test'))
    expect(await judged({ permitted: [principal] }, [])).toBe('ok')
    expect(await judged({ permitted: [principal] }, [principal])).toBe('path.name-constraint')
  })

  it.each([
    ['an address with a mask of holes', { permitted: [ip(10, 0, 0, 0, 255, 0, 255, 0)] }],
    ['an address of another length', { permitted: [ip(10, 0, 0, 0)] }],
    ['a host with an asterisk', { permitted: [dns('*.example.test')] }],
    ['a host with an underscore', { permitted: [dns('a_b.test')] }],
    ['no host at all, permitted', { permitted: [dns('')] }],
    ['a mailbox without a name', { permitted: [email('@example.test')] }],
    ['a host of URIs with a port', { permitted: [uri('a.test:443')] }],
    ['nothing', {}],
  ])('that hold %s are refused as certificate.malformed', async (_, subtrees) => {
    expect(await judged(subtrees, [])).toBe('certificate.malformed')
  })

  it('exclude an address of version 4 in the clothes of version 6, and do not permit it', async () => {
    const mapped = ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 0, 2, 1)
    const net = ip(192, 0, 2, 0, 255, 255, 255, 0)
    expect(await judged({ excluded: [net] }, [mapped])).toBe('path.name-constraint')
    expect(await judged({ permitted: [net] }, [mapped])).toBe('path.name-constraint')
    expect(await judged({ excluded: [ip(192, 0, 3, 0, 255, 255, 255, 0)] }, [mapped])).toBe('ok')
  })

  it('of no host exclude all of the form', async () => {
    expect(await judged({ excluded: [dns('')] }, [dns('a.test')])).toBe('path.name-constraint')
    expect(await judged({ excluded: [dns('')] }, [email('a@a.test')])).toBe('ok')
  })

  it('in the certificate of a signer are refused as certificate.malformed', async () => {
    const odd = await makeSigner(root, { extensions: [nameConstraints({ permitted: [dns('a.test')] })] })
    expect(await codesOf(odd, [root], [])).toEqual(['certificate.malformed'])
  })

  it('hold for a host in the commonName of a signer without alternative names', async () => {
    const ca = await authority({ permitted: [dns('example.test'), ip(192, 0, 2, 0, 255, 255, 255, 0)] })
    const codes = async (name: string): Promise<readonly string[]> =>
      codesOf(await makeSigner(ca, { name }), [root], [ca])
    for (const fine of ['shop.example.test', '192.0.2.7', 'Soko Ltd.', 'localhost'])
      expect(await codes(fine)).toEqual(['ok'])
    for (const outside of ['shop.test', '192.0.3.7'])
      expect(await codes(outside)).toEqual(['path.name-constraint'])
  })
})
