import { concatBytes, fromLatin1, toHex } from '../../src/base/bytes.js'
import { digest } from '../../src/crypto/digest.js'
import { appendRevision } from '../../src/testing/later-revision.js'
import { createPdf } from '../../src/testing/pdf/test-pdf.js'
import { indexOfText } from '../../src/testing/tampering.js'
import type { Identity } from '../../src/trust/keys/identity.js'
import { craftCms } from './crafted-cms.js'
import type { CraftedCms } from './crafted-cms.js'

/** What of a sealed PDF a test replaces; everything else is honest. */
export interface CraftedSeal extends Partial<Omit<CraftedCms, 'identity' | 'digest'>> {
  /** Entries of the signature dictionary beside `/ByteRange` and `/Contents`. */
  readonly entries?: string
  /** Source of `/ByteRange`, from the honest numbers. */
  readonly byteRange?: (numbers: readonly number[]) => string
  /** Source of `/Contents`, from the hexadecimal digits of the CMS; may not be longer than the room. */
  readonly contents?: (hex: string, room: number) => string
  /** Makes the CMS from the digest of the covered bytes, and those bytes. */
  readonly cms?: (digest: Uint8Array, covered: Uint8Array) => Promise<Uint8Array>
  /** Entries of the field. */
  readonly field?: string
  /** Further entries of the catalog. */
  readonly catalog?: string
}

const ROOM = 8192
const FIELD = 60
const SIGNATURE = 61
const ENTRIES =
  "/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20261122093000+03'00')"

/** Returns a PDF with one signature, written by code of its own. The place of its objects does not depend on what is replaced. */
export async function craftSeal(identity: Identity, crafted: CraftedSeal = {}): Promise<Uint8Array> {
  const { entries = ENTRIES, field = '', catalog = '' } = crafted
  const bytes = appendRevision(createPdf(), {
    objects: [
      {
        number: 1,
        value: `<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [${FIELD} 0 R] >> ${catalog} >>`,
      },
      {
        number: FIELD,
        value: `<< /FT /Sig /T (Seal1) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /V ${SIGNATURE} 0 R ${field} >>`,
      },
      {
        number: SIGNATURE,
        value: `<< ${entries} /ByteRange ${' '.repeat(60)} /Contents ${' '.repeat(ROOM + 2)} >>`,
      },
    ],
  })
  return fill(bytes, identity, crafted)
}

async function fill(bytes: Uint8Array, identity: Identity, crafted: CraftedSeal): Promise<Uint8Array> {
  const object = indexOfText(bytes, `${SIGNATURE} 0 obj`)
  const rangeAt = indexOfText(bytes, '/ByteRange', object) + '/ByteRange '.length
  const start = indexOfText(bytes, '/Contents', object) + '/Contents '.length
  const end = start + ROOM + 2
  const numbers = [0, start, end, bytes.length - end]
  const byteRange = crafted.byteRange ?? ((honest: readonly number[]) => `[${honest.join(' ')}]`)
  bytes.set(fromLatin1(byteRange(numbers)), rangeAt)
  const covered = concatBytes([bytes.subarray(0, start), bytes.subarray(end)])
  const computed = await digest('SHA-256', [covered])
  const cms = await (crafted.cms?.(computed, covered) ?? craftCms({ identity, digest: computed, ...crafted }))
  const contents = crafted.contents ?? ((hex: string, room: number) => `<${hex.padEnd(room, '0')}>`)
  bytes.set(fromLatin1(contents(toHex(cms), ROOM)), start)
  return bytes
}
