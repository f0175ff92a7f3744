import { concatBytes, fromLatin1 } from '../../base/bytes.js'

/** One indirect object of a test PDF: what stands between `obj` and `endobj`. */
export interface TestObject {
  readonly number: number
  /** A dictionary or any other value; for a stream without `/Length`, which is added. */
  readonly value: string
  readonly stream?: Uint8Array
}

/** What is on the pages of a test PDF and what its form looks like. Everything has a default. */
export interface TestPdfContent {
  /** Text of each page; default: one page, `Total 100.00`. ASCII only. */
  readonly pages?: readonly string[]
  /** `/Rotate` of every page. */
  readonly rotate?: 0 | 90 | 180 | 270
  /** Width and height of every page in points; default A4. */
  readonly size?: readonly [number, number]
  /** Names of empty signature fields, each with an invisible widget on the first page. */
  readonly emptyFields?: readonly string[]
  /** How the form hangs in the catalog; default `indirect` when there are fields, else no form. */
  readonly acroForm?: 'none' | 'direct' | 'indirect'
  /** How `/Annots` hangs in the first page; default: direct when there are fields, else absent. */
  readonly annotations?: 'none' | 'direct' | 'indirect'
  /** Files that are embedded and associated with the document (`/AF`), such as `receipt.json`. */
  readonly attachments?: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  /** Further entries of the catalog, as PDF source. */
  readonly catalog?: string
  /** Further objects; numbers from 100 on are free. */
  readonly objects?: readonly TestObject[]
}

const CATALOG = 1
const PAGES = 2
const FONT = 3
const FORM = 4
const ANNOTATIONS = 5
const FIRST_PAGE = 10
const FIRST_FIELD = 60
const FIRST_ATTACHMENT = 80

/** Returns the objects of a test PDF, in ascending order; throws `RangeError` beyond 25 pages, 20 fields or 10 embedded files. Object 1 is the catalog, 10 the first page, 11 its content. */
export function testObjects(content: TestPdfContent): readonly TestObject[] {
  const pages = content.pages ?? ['Total 100.00']
  if (pages.length > 25 || fields(content).length > 20 || (content.attachments ?? []).length > 10) {
    throw new RangeError('a test PDF holds at most 25 pages, 20 fields and 10 embedded files')
  }
  const objects = [
    catalog(content),
    {
      number: PAGES,
      value: `<< /Type /Pages /Kids [${pages.map((_, at) => `${pageNumber(at)} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    },
    {
      number: FONT,
      value: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    },
    ...formObjects(content),
    ...pages.flatMap((text, at) => pageObjects(content, text, at)),
    ...fields(content).map((name, at) => fieldObject(name, at)),
    ...(content.attachments ?? []).flatMap((file, at) => attachmentObjects(file, at)),
    ...(content.objects ?? []),
  ]
  return objects.sort((left, right) => left.number - right.number)
}

/** Returns the bytes from `N 0 obj` to the line end after `endobj`. */
export function objectBytes(object: TestObject): Uint8Array {
  const head = `${object.number} 0 obj\n`
  if (object.stream === undefined) return fromLatin1(`${head}${object.value}\nendobj\n`)
  const dictionary = `${object.value.slice(0, -2)}/Length ${object.stream.length} >>`
  return concatBytes([
    fromLatin1(`${head}${dictionary}\nstream\n`),
    object.stream,
    fromLatin1('\nendstream\nendobj\n'),
  ])
}

const pageNumber = (at: number): number => FIRST_PAGE + 2 * at
const fields = (content: TestPdfContent): readonly string[] => content.emptyFields ?? []
const fieldNumbers = (content: TestPdfContent): string =>
  fields(content)
    .map((_, at) => `${FIRST_FIELD + at} 0 R`)
    .join(' ')

function catalog(content: TestPdfContent): TestObject {
  const form = acroFormKind(content)
  const attachments = content.attachments ?? []
  const entries = [
    '/Type /Catalog /Pages 2 0 R',
    form === 'direct' ? `/AcroForm ${formValue(content)}` : '',
    form === 'indirect' ? `/AcroForm ${FORM} 0 R` : '',
    attachments.length > 0 ? attachmentEntries(attachments) : '',
    content.catalog ?? '',
  ]
  return { number: CATALOG, value: `<< ${entries.filter((entry) => entry !== '').join(' ')} >>` }
}

function attachmentEntries(attachments: readonly { readonly name: string }[]): string {
  const specification = (at: number): string => `${FIRST_ATTACHMENT + 2 * at} 0 R`
  const names = attachments.map(({ name }, at) => `(${name}) ${specification(at)}`).join(' ')
  const associated = attachments.map((_, at) => specification(at)).join(' ')
  return `/Names << /EmbeddedFiles << /Names [${names}] >> >> /AF [${associated}]`
}

function acroFormKind(content: TestPdfContent): 'none' | 'direct' | 'indirect' {
  return content.acroForm ?? (fields(content).length > 0 ? 'indirect' : 'none')
}

function formValue(content: TestPdfContent): string {
  return `<< /Fields [${fieldNumbers(content)}] /SigFlags ${fields(content).length > 0 ? 1 : 0} >>`
}

function formObjects(content: TestPdfContent): readonly TestObject[] {
  const form = acroFormKind(content) === 'indirect' ? [{ number: FORM, value: formValue(content) }] : []
  const annotations =
    annotationsKind(content) === 'indirect'
      ? [{ number: ANNOTATIONS, value: `[${fieldNumbers(content)}]` }]
      : []
  return [...form, ...annotations]
}

function annotationsKind(content: TestPdfContent): 'none' | 'direct' | 'indirect' {
  return content.annotations ?? (fields(content).length > 0 ? 'direct' : 'none')
}

function pageObjects(content: TestPdfContent, text: string, at: number): readonly TestObject[] {
  const [width, height] = content.size ?? [595, 842]
  const kind = at === 0 ? annotationsKind(content) : 'none'
  const entries = [
    `/Type /Page /Parent ${PAGES} 0 R /MediaBox [0 0 ${width} ${height}]`,
    `/Resources << /Font << /F1 ${FONT} 0 R >> >> /Contents ${pageNumber(at) + 1} 0 R`,
    content.rotate === undefined ? '' : `/Rotate ${content.rotate}`,
    kind === 'direct' ? `/Annots [${fieldNumbers(content)}]` : '',
    kind === 'indirect' ? `/Annots ${ANNOTATIONS} 0 R` : '',
  ]
  const drawing = `BT /F1 12 Tf 72 ${height - 72} Td (${escapeText(text)}) Tj ET`
  return [
    { number: pageNumber(at), value: `<< ${entries.filter((entry) => entry !== '').join(' ')} >>` },
    { number: pageNumber(at) + 1, value: '<< >>', stream: fromLatin1(drawing) },
  ]
}

function fieldObject(name: string, at: number): TestObject {
  const value = `<< /Type /Annot /Subtype /Widget /FT /Sig /T (${escapeText(name)}) /Rect [0 0 0 0] /F 132 /P ${FIRST_PAGE} 0 R >>`
  return { number: FIRST_FIELD + at, value }
}

function attachmentObjects(
  file: { readonly name: string; readonly bytes: Uint8Array },
  at: number,
): readonly TestObject[] {
  const number = FIRST_ATTACHMENT + 2 * at
  const name = escapeText(file.name)
  return [
    {
      number,
      value: `<< /Type /Filespec /F (${name}) /UF (${name}) /AFRelationship /Data /EF << /F ${number + 1} 0 R /UF ${number + 1} 0 R >> >>`,
    },
    {
      number: number + 1,
      value: '<< /Type /EmbeddedFile /Subtype /application#2Fjson >>',
      stream: file.bytes,
    },
  ]
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('(', '\\(').replaceAll(')', '\\)')
}
