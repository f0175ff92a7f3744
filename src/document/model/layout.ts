/** Paper: sheets, and rolls of 80 mm (72 mm printable) and 58 mm (48 mm printable) whose height follows the content. */
export type PageSize = 'A4' | 'A5' | 'Letter' | 'roll80' | 'roll58'

/** A picture at the head of the page. */
export interface Logo {
  /** A PNG or JPEG file, at most 4 megapixels. */
  readonly bytes: Uint8Array
  /** Said instead of the picture by a screen reader. */
  readonly alternativeText: string
}

/** TrueType files to set the text in; both are embedded as subsets. */
export interface LayoutFonts {
  readonly regular: Uint8Array
  readonly bold: Uint8Array
}

/** How the document looks; it says nothing about what the document says, and does not travel in `receipt.json`. */
export interface Layout {
  /** Default `A4`. */
  readonly page?: PageSize
  readonly logo?: Logo
  readonly fonts?: LayoutFonts
  /** `#RRGGBB`, used for the seller's name and the amount due only; contrast with white must be at least 4.5 : 1. */
  readonly accent?: string
  /**
   * Keep a place for a visible seal at the end, and say in the PDF where it is. By default a sheet offers one when its last page has room, a
   * roll none.
   */
  readonly sealBox?: boolean
}
