import { FiscalSealError } from '../../base/errors.js'

/** How much of a QR code may be damaged: about 7, 15, 25 or 30 per cent. */
export type ErrorCorrection = 'L' | 'M' | 'Q' | 'H'

/** A QR code (ISO/IEC 18004), without its quiet zone. */
export interface QrCode {
  /** Modules in a row. */
  readonly size: number
  /** Row by row from the top, true for dark. */
  readonly modules: readonly (readonly boolean[])[]
}

/** ISO/IEC 18004 §6.3.8: modules of white on each side. */
export const QUIET_ZONE = 4

/** Returns the smallest code for `text` at exactly the level asked for. Throws `receipt.invalid` when no code is large enough. */
export async function encodeQr(text: string, level: ErrorCorrection): Promise<QrCode> {
  const { encode } = await import('uqr')
  try {
    // A law that fixes the level means that level: it is not raised where there happens to be room.
    const { size, data } = encode(text, { ecc: level, boostEcc: false, border: 0 })
    return { size, modules: data }
  } catch (cause) {
    const message = `A text of ${text.length} characters does not fit into a QR code of level ${level}: shorten it.`
    throw new FiscalSealError('receipt.invalid', message, { cause })
  }
}
