import { whenReady } from '../../base/awaitable.js'
import type { Awaitable } from '../../base/bytes.js'
import { digest, digestNow } from '../../crypto/digest.js'
import type { PdfFile } from '../../formats/pdf/file.js'
import { signatureFields, type SignatureField } from '../../formats/pdf/form-fields.js'
import { ByteSink } from '../../formats/pdf/update/byte-sink.js'
import { checkSeller } from './declared-seller.js'
import { requireEarlierKept } from './earlier-changes.js'
import { checkNotSealedBy } from './earlier-seals.js'
import { embed, type Embedded } from './embed.js'
import { openDocument, type OpenDocument } from './open-document.js'
import { checkOptions, invalid } from './options.js'
import { checkPermissions } from './permissions.js'
import { prepare, type SealPlan } from './prepare.js'
import { chooseField, type FieldChoice } from './seal-field.js'
import { sealLines } from './seal-lines.js'
import { checkSeedValues } from './seed-values.js'
import { checkOwnSeal, type OwnSeal } from './self-check.js'
import { toSignError } from './sign-error.js'
import { signingMaterialOf, type SigningMaterial } from './signing-material.js'
import { unplaceable } from './appearance-options.js'
import type { Appearance, SignInput, SignOptions, Sealed } from './types.js'

const DEFAULT_SUB_FILTER = 'ETSI.CAdES.detached'

/**
 * Returns the PDF with one more revision that holds the seal: prepare, digest, sign, embed, check. The input is an exact prefix of the
 * output, which was read again and verified before it is returned; its bytes are hashed once.
 * Throws `FiscalSealError`: `argument.invalid`, `identity.expired`, `identity.not-yet-valid`, `sign.*`. Nothing is ever signed halfway.
 */
export async function sign(input: SignInput, options: SignOptions): Promise<Sealed> {
  const at = checkOptions(options)
  const bytes = bytesOf(input)
  const appearance = options.appearance && appearanceIn(input, options.appearance)
  try {
    return await seal(bytes, { options, at, appearance })
  } catch (error) {
    throw toSignError(error)
  }
}

/** Options that were checked, and the moment that they mean. */
interface Request {
  readonly options: SignOptions
  readonly at: Date
  readonly appearance: Appearance | undefined
}

function seal(bytes: Uint8Array, request: Request): Awaitable<Sealed> {
  const { identity, subFilter = DEFAULT_SUB_FILTER, counter } = request.options
  const input = isWaiting(request) ? new Uint8Array(bytes) : bytes
  return whenReady(signingMaterialOf(identity), (material) => {
    const document = openDocument(input)
    const field = chooseField(document.file, request.options.field)
    const isSignedBefore = checkDocument(document.file, request, { field, material })
    const written = whenReady(planOf(document, request, { field, material }), prepare)
    const embedded = whenReady(written, (revision) =>
      embed({ input, written: revision, identity, material, counter }),
    )
    const seal = { field: nameOf(field), subFilter, material, counter }
    return whenReady(embedded, (sealed) => {
      const checked = whenReady(checkOwnSeal(sealed, seal), () =>
        isSignedBefore ? requireEarlierKept(sealed.output) : undefined,
      )
      return whenReady(checked, () => sealedOf(sealed, seal))
    })
  })
}

/** Whether something is waited for before the bytes are hashed: the caller's array may be another one afterwards. */
function isWaiting({ appearance }: Request): boolean {
  return appearance !== undefined || digestNow === undefined
}

function sealedOf({ output, byteRange }: Embedded, { field, subFilter }: OwnSeal): Sealed {
  const level = subFilter === DEFAULT_SUB_FILTER ? 'B-B' : 'CMS'
  const { appended } = output
  // An accessor only where there is something to put off.
  if (output.isJoined) return { bytes: output.bytes, appended, field, level, byteRange }
  return {
    get bytes() {
      return output.bytes
    },
    appended,
    field,
    level,
    byteRange,
  }
}

interface Parts {
  readonly field: FieldChoice
  readonly material: SigningMaterial
}

function isSigned({ signature }: SignatureField): boolean {
  return signature !== undefined
}

/** What speaks against sealing this document, in the order in which it is cheapest to find out. Returns whether it is signed already. */
function checkDocument(file: PdfFile, { options, appearance }: Request, { field, material }: Parts): boolean {
  const { again = false, anySeller = false, subFilter = DEFAULT_SUB_FILTER } = options
  const signed = signatureFields(file).filter(isSigned)
  const isNewField = field.kind === 'new'
  checkPermissions(file, signed, { field: nameOf(field), isNewField, isVisible: appearance !== undefined })
  if (field.kind === 'empty') checkSeedValues(file, field.field, subFilter)
  if (!again) checkNotSealedBy(file, signed, material.certificate)
  if (!anySeller) checkSeller(file, material)
  return signed.length > 0
}

function planOf(
  { file, takenNumbers }: OpenDocument,
  { options, at, appearance }: Request,
  { field, material }: Parts,
): Awaitable<SealPlan> {
  const { identity, subFilter = DEFAULT_SUB_FILTER, reason, location, contact } = options
  const { name, contents } = material
  return whenReady(identifierOf(file, material, at), (id) => ({
    file,
    takenNumbers,
    field,
    entries: { subFilter, at, name, reason, location, contact, contents },
    appearance,
    lines: appearance === undefined ? [] : linesOf(material, at),
    usesEdwardsCurve: identity.scheme.kind === 'eddsa',
    id,
  }))
}

function linesOf({ certificate, taxIds }: SigningMaterial, at: Date): readonly string[] {
  return sealLines({ certificate, taxIds: taxIds.map(({ value }) => value), at })
}

/** ISO 32000-2 §14.4: an identifier of this version of the file. The same document sealed by the same identity at the same time has the same. */
function identifierOf(file: PdfFile, { fingerprint }: SigningMaterial, at: Date): Awaitable<Uint8Array> {
  const { size } = file.source
  const seed = new ByteSink(IDENTIFYING_TAIL * 2)
  seed.write(fingerprint)
  seed.writeNumber(at.getTime())
  seed.writeLatin1(' ')
  seed.writeNumber(size)
  seed.writeLatin1(' ')
  seed.write(file.source.read(Math.max(0, size - IDENTIFYING_TAIL), size))
  return whenReady(digest('SHA-256', [seed.finish()]), (hash) => hash.subarray(0, 16))
}

/** The identifier that the version before has stands there. */
const IDENTIFYING_TAIL = 512

function nameOf(field: FieldChoice): string {
  return field.kind === 'new' ? field.name : field.field.name
}

function bytesOf(input: SignInput): Uint8Array {
  const bytes: unknown =
    input instanceof Uint8Array ? input : (input as { readonly bytes?: unknown } | null)?.bytes
  if (bytes instanceof Uint8Array) return bytes
  throw invalid('input', 'must be the bytes of a PDF, or what buildReceipt returned')
}

/** A receipt that keeps a place for its seal gets it there; one that keeps none must be told where. */
function appearanceIn(input: SignInput, appearance: Appearance): Appearance {
  if (input instanceof Uint8Array || appearance.rect !== undefined || appearance.page !== undefined)
    return appearance
  if (input.sealBox !== undefined) return { ...appearance, ...input.sealBox }
  // What `buildReceipt` returns knows where there is room; of any other PDF we know nothing.
  if (!('computed' in input)) return appearance
  throw unplaceable(
    'the receipt has no room for it',
    'Build it with layout: { sealBox: true }, or give page and rect.',
  )
}
