import { describe, expect, it } from '@jest/globals'
import { memorySource } from '../../../src/base/source.js'
import { PdfFile } from '../../../src/formats/pdf/file.js'
import { signatureFields } from '../../../src/formats/pdf/form-fields.js'
import { findPage } from '../../../src/formats/pdf/page-tree.js'
import { PdfArray, type PdfDictionary, PdfNumber, PdfReference } from '../../../src/formats/pdf/values.js'
import { sign } from '../../../src/seal/sign/sign.js'
import { verify } from '../../../src/seal/verify/verify.js'
import { appendRevision } from '../../../src/testing/later-revision.js'
import type { TestPdfContent } from '../../../src/testing/pdf/test-objects.js'
import { createPdf } from '../../../src/testing/pdf/test-pdf.js'
import { expectRefusal, issue, soko, trust } from './soko.js'

const open = (bytes: Uint8Array): PdfFile => PdfFile.open(memorySource(bytes))

function annotationsOf(file: PdfFile): readonly unknown[] {
  const page = findPage(file, 0)
  const annotations = page && file.get(page.dictionary, 'Annots')
  return annotations instanceof PdfArray ? annotations.items : []
}

describe.each<[string, TestPdfContent]>([
  ['no form and no annotations', {}],
  ['an empty form in the catalog', { acroForm: 'direct' }],
  ['an empty form as an object', { acroForm: 'indirect' }],
  ['fields in the catalog, annotations in the page', { emptyFields: ['A'], acroForm: 'direct' }],
  [
    'fields and annotations as objects',
    { emptyFields: ['A', 'B'], acroForm: 'indirect', annotations: 'indirect' },
  ],
])('a document with %s', (_, content) => {
  it.each(['table', 'object-streams', 'linearized'] as const)(
    'keeps what it has and gains a field (%s)',
    async (form) => {
      const pdf = createPdf({ form, ...content })
      const sealed = await sign(pdf, { identity: soko })
      const file = open(sealed.bytes)
      const before = content.emptyFields ?? []
      expect(signatureFields(file).map(({ name }) => name)).toEqual([...before, 'Seal1'])
      expect(annotationsOf(file)).toHaveLength(before.length + 1)
      const acroForm = file.get(file.catalog, 'AcroForm') as PdfDictionary
      expect(file.get(acroForm, 'SigFlags')).toEqual(new PdfNumber(3, true))
      expect((await verify(sealed.bytes, { trust, seller: 'not-required' })).status).toBe('trusted')
    },
  )
})

describe('a signature field that waits', () => {
  it('is filled when it is named, and nothing else is added', async () => {
    const sealed = await sign(createPdf({ emptyFields: ['A', 'Seller'] }), {
      identity: soko,
      field: 'Seller',
    })
    const fields = signatureFields(open(sealed.bytes))
    expect(fields.map(({ name, signature }) => [name, signature !== undefined])).toEqual([
      ['A', false],
      ['Seller', true],
    ])
    expect(sealed.field).toBe('Seller')
    expect((await verify(sealed.bytes, { trust, seller: 'not-required' })).status).toBe('trusted')
  })

  it('is left alone when it is not named', async () => {
    const sealed = await sign(createPdf({ emptyFields: ['Seal1', 'Seal2.x'] }), { identity: soko })
    expect(sealed.field).toBe('Seal3')
  })

  it('is filled once', async () => {
    const sealed = await sign(createPdf({ emptyFields: ['A'] }), { identity: soko, field: 'A' })
    await expectRefusal(sign(sealed, { identity: await issue(), field: 'A' }), 'argument.invalid')
  })

  it('is not a field of another kind', async () => {
    const text = { number: 60, value: '<< /FT /Tx /T (Name) /V (x) >>' }
    const pdf = createPdf({ catalog: '/AcroForm << /Fields [60 0 R] >>', objects: [text] })
    await expectRefusal(sign(pdf, { identity: soko, field: 'Name' }), 'argument.invalid')
    expect(await sign(pdf, { identity: soko, field: 'Name2' })).toMatchObject({ field: 'Name2' })
  })

  const withField = (entries: string): Uint8Array => {
    const field = `<< /Type /Annot /Subtype /Widget /FT /Sig /T (A) /Rect [0 0 0 0] /P 10 0 R ${entries} >>`
    return createPdf({
      catalog: '/AcroForm << /Fields [100 0 R] >>',
      objects: [{ number: 100, value: field }],
    })
  }

  it('gets the locks that it asks for', async () => {
    const pdf = withField('/Lock << /Type /SigFieldLock /Action /Include /Fields [(Name)] /P 1 >>')
    const sealed = await sign(pdf, { identity: soko, field: 'A' })
    const file = open(sealed.bytes)
    const signature = signatureFields(file)[0]?.signature
    const references = signature?.get('Reference') as PdfArray
    const methods = references.items.map((item) => (item as PdfDictionary).get('TransformMethod'))
    expect(methods).toMatchObject([{ value: 'FieldMDP' }, { value: 'DocMDP' }])
    await expectRefusal(sign(sealed, { identity: await issue() }), 'sign.not-permitted')
  })

  it('gets what its seed values ask for, or nothing', async () => {
    const wanted = withField('/SV << /SubFilter [/ETSI.CAdES.detached] /Ff 2 >>')
    expect(await sign(wanted, { identity: soko, field: 'A' })).toMatchObject({ field: 'A' })
    const other = withField('/SV << /SubFilter [/adbe.pkcs7.detached] /Ff 2 >>')
    await expectRefusal(sign(other, { identity: soko, field: 'A' }), 'sign.not-permitted')
    const reasons = withField('/SV << /Reasons [(I agree)] /Ff 8 >>')
    await expectRefusal(sign(reasons, { identity: soko, field: 'A' }), 'sign.not-permitted')
  })

  it.each([
    '/Ff 1 /Filter /Other.Handler',
    '/Ff 1',
    '/Ff 4 /V 4',
    '/Ff 4 /V /x',
    '/Ff (x)',
    '/Ff -1',
    '/Ff 4294967297',
    '/Cert << /Ff 8 /SubjectDN [<< /CN (Nobody) >>] >>',
    '/Cert << /Ff /x >>',
    '/Cert /x',
    '/MDP << /P 1 >>',
    '/MDP << /P (x) >>',
    '/MDP /x',
    '/TimeStamp << /URL (https://tsa.example) /Ff 1 >>',
    '/TimeStamp []',
  ])('gets nothing where its seed values are %s', async (values) => {
    const pdf = withField(`/SV << ${values} >>`)
    await expectRefusal(sign(pdf, { identity: soko, field: 'A' }), 'sign.not-permitted')
  })

  it('gets nothing where its seed values are no dictionary', async () => {
    await expectRefusal(sign(withField('/SV /Nope'), { identity: soko, field: 'A' }), 'sign.not-permitted')
  })

  it.each([
    '/Ff 3 /Filter /Adobe.PPKLite /SubFilter [/adbe.pkcs7.detached /ETSI.CAdES.detached]',
    '/Filter /Other.Handler /SubFilter [/adbe.pkcs7.detached]',
    '/Cert << /Ff 0 /SubjectDN [<< /CN (Nobody) >>] >> /TimeStamp << /URL (https://tsa.example) /Ff 0 >>',
    '/MDP << /P 0 >>',
    '/MDP << >>',
    '/Ff 4 /V 3',
    '/Ff 0 /V 4',
  ])('gets its signature where its seed values are %s', async (values) => {
    const pdf = withField(`/SV << ${values} >>`)
    expect(await sign(pdf, { identity: soko, field: 'A' })).toMatchObject({ field: 'A' })
  })

  it.each([
    '',
    '/Action /Some',
    '/Action (All)',
    '/Action /Include',
    '/Action /Exclude /Fields (A)',
    '/Action /Include /Fields [/A]',
    '/Action /All /P 7',
    '/Action /All /P (1)',
  ])('is not filled where its lock says %j', async (lock) => {
    const pdf = withField(`/Lock << /Type /SigFieldLock ${lock} >>`)
    await expectRefusal(sign(pdf, { identity: soko, field: 'A' }), 'sign.malformed')
  })
})

describe('what an earlier signature allows', () => {
  const signed = async (reference: string): Promise<Uint8Array> => {
    const { bytes } = await sign(createPdf({ emptyFields: ['A'] }), { identity: soko })
    const dictionary = `<< /Type /Sig /Filter /X /Reference [<< /TransformMethod ${reference} >>] >>`
    const signature = { number: 70, value: dictionary }
    const catalog = {
      number: 1,
      value: '<< /Type /Catalog /Pages 2 0 R /AcroForm 4 0 R /Perms << /DocMDP 70 0 R >> >>',
    }
    return appendRevision(bytes, { objects: [signature, catalog] })
  }

  it.each([
    ['no changes', '/DocMDP /TransformParams << /P 1 >>'],
    ['something that nobody knows', '/DocMDP /TransformParams << /P 9 >>'],
    ['no change to any field', '/FieldMDP /TransformParams << /Action /All >>'],
    ['no change to this field', '/FieldMDP /TransformParams << /Action /Include /Fields [(Mine)] >>'],
    ['changes to another field only', '/FieldMDP /TransformParams << /Action /Exclude /Fields [(A)] >>'],
  ])('is kept to: %s', async (_, reference) => {
    const sealing = sign(await signed(reference), { identity: await issue(), field: 'Mine' })
    await expectRefusal(sealing, 'sign.not-permitted')
  })

  it.each([
    ['forms and signatures', '/DocMDP /TransformParams << /P 2 >>'],
    ['by default, forms and signatures', '/DocMDP'],
    ['this field', '/FieldMDP /TransformParams << /Action /Include /Fields [(A)] >>'],
  ])('is used: %s', async (_, reference) => {
    const sealed = await sign(await signed(reference), { identity: await issue(), field: 'Mine' })
    expect(sealed.field).toBe('Mine')
  })

  const locked = (lock: string, value = '/V 101 0 R'): Uint8Array => {
    const field = `<< /FT /Sig /T (A) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] ${value} /Lock << ${lock} >> >>`
    return createPdf({
      catalog: '/AcroForm << /Fields [100 0 R] >>',
      objects: [
        { number: 100, value: field },
        { number: 101, value: '<< /Type /Sig /Filter /X >>' },
      ],
    })
  }

  it.each([
    ['no changes', '/Action /Include /Fields [(Other)] /P 1'],
    ['no change to this field', '/Action /Include /Fields [(Mine)]'],
    ['no change to any field', '/Action /All'],
  ])('is kept to where only the lock of its field says so: %s', async (_, lock) => {
    await expectRefusal(sign(locked(lock), { identity: soko, field: 'Mine' }), 'sign.not-permitted')
    expect(await sign(locked(lock, ''), { identity: soko, field: 'Mine' })).toMatchObject({ field: 'Mine' })
  })

  it('is used where the lock of its field is about others', async () => {
    const other = locked('/Action /Include /Fields [(Other)] /P 2')
    expect(await sign(other, { identity: soko, field: 'Mine' })).toMatchObject({ field: 'Mine' })
  })

  it('is no visible seal in a new field of a certified document', async () => {
    const certified = await signed('/DocMDP /TransformParams << /P 2 >>')
    await expectRefusal(sign(certified, { identity: await issue(), appearance: {} }), 'sign.not-permitted')
  })
})

describe('an array or a form that has another place too', () => {
  const withEntries = (catalog: string, page: string, shared: string): Uint8Array =>
    appendRevision(createPdf(), {
      objects: [
        { number: 1, value: `<< /Type /Catalog /Pages 2 0 R ${catalog} >>` },
        { number: 10, value: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] ${page} >>` },
        { number: 70, value: shared },
      ],
    })

  it('stays as it was when it is that of the fields and that of the annotations, so no signature breaks another', async () => {
    const pdf = withEntries('/AcroForm << /Fields 70 0 R >>', '/Annots 70 0 R', '[]')
    const first = await sign(pdf, { identity: soko })
    const second = await sign(first, { identity: await issue() })
    const file = open(second.bytes)
    expect(file.resolve(new PdfReference(70, 0))).toMatchObject({ items: [] })
    expect([signatureFields(file).length, annotationsOf(file).length]).toEqual([2, 2])
    for (const { bytes } of [first, second]) {
      const options = { trust, seller: 'not-required', allow: { furtherSignatures: true } } as const
      expect((await verify(bytes, options)).status).toBe('trusted')
    }
  })

  it('is not changed under an earlier signature, which would be broken by that', async () => {
    for (const pdf of [
      withEntries('', '/Annots 70 0 R /Other 70 0 R', '[]'),
      withEntries('/AcroForm 70 0 R /PieceInfo << /X 70 0 R >>', '', '<< /Fields [] >>'),
    ]) {
      const first = await sign(pdf, { identity: soko })
      await expectRefusal(sign(first, { identity: await issue() }), 'sign.not-permitted')
    }
  })
})

describe('a widget', () => {
  it('is printed, locked, on its page, and without area when it is invisible', async () => {
    const file = open((await sign(createPdf(), { identity: soko })).bytes)
    const [annotation] = annotationsOf(file)
    const widget = file.resolve(annotation as PdfReference) as PdfDictionary
    expect(widget.get('F')).toEqual(new PdfNumber(132, true))
    expect(widget.get('P')).toEqual(new PdfReference(10, 0))
    expect((widget.get('Rect') as PdfArray).items).toEqual(
      [0, 0, 0, 0].map((side) => new PdfNumber(side, true)),
    )
    expect(widget.get('AP')).toBeUndefined()
  })
})
