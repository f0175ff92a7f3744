import type { Dictionary } from './objects.js'
import type { QrCode } from './qr-code.js'
import type { Picture } from './picture.js'
import type { StructureElement } from './structure.js'

/** The two weights of the one family that a document is set in. */
export type Weight = 'regular' | 'bold'

/** A grey level (0 black, 1 white) or red, green and blue, each from 0 to 1. */
export type Colour = number | readonly [red: number, green: number, blue: number]

/** What a mark belongs to: an element of the logical structure, or nothing that is read (ISO 32000-1 §14.8.2.2). */
export type Belonging = StructureElement | 'layout' | 'pagination'

/** A rectangle on a page in points, measured from the upper left corner downwards. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How text looks. */
export interface TextStyle {
  /** In points. */
  readonly size: number
  readonly weight: Weight
  readonly colour: Colour
  /** Extra space after every letter, in points. */
  readonly tracking?: number
  /** Figures keep their equal widths: no kerning. */
  readonly tabular?: boolean
}

/** One line of text. */
export interface TextMark {
  readonly kind: 'text'
  readonly text: string
  readonly style: TextStyle
  readonly x: number
  /** The baseline, in points below the upper edge of the page. */
  readonly y: number
  readonly belongs: Belonging
  /** Where the text comes from, for errors: a path such as `lines[2].name`. */
  readonly source?: string
}

/** A horizontal hairline. */
export interface RuleMark {
  readonly kind: 'rule'
  readonly x: number
  /** The middle of the line. */
  readonly y: number
  readonly width: number
  readonly thickness: number
  readonly colour: Colour
  readonly belongs: Belonging
}

/** The outline of a rectangle. */
export interface FrameMark {
  readonly kind: 'frame'
  readonly area: Area
  readonly thickness: number
  readonly colour: Colour
  readonly belongs: Belonging
}

/** A picture, stretched over an area. */
export interface PictureMark {
  readonly kind: 'picture'
  readonly area: Area
  readonly picture: Picture
  readonly belongs: Belonging
}

/** A QR code; its quiet zone lies around the symbol, outside of `area`. */
export interface CodeMark {
  readonly kind: 'code'
  readonly area: Area
  readonly code: QrCode
  readonly belongs: Belonging
}

/** Everything that can be put on a page. */
export type Mark = TextMark | RuleMark | FrameMark | PictureMark | CodeMark

/** One page: its size in points, and its marks in reading order. */
export interface PageDrawing {
  readonly width: number
  readonly height: number
  readonly marks: readonly Mark[]
}

/** A file that travels inside the document (ISO 32000-2 §14.13). */
export interface Attachment {
  readonly name: string
  readonly mediaType: string
  readonly description: string
  readonly relationship: 'Data' | 'Source' | 'Alternative' | 'Supplement'
  readonly bytes: Uint8Array
}

/** What is said about a document, the same in its Info dictionary and its XMP packet. */
export interface DocumentProperties {
  readonly title: string
  readonly author: string
  readonly subject?: string
  /** BCP 47. */
  readonly language: string
  /** ISO 8601 date and time with offset; nothing here asks the clock. */
  readonly createdAt: string
}

/** A whole document, ready to be written. */
export interface Drawing {
  readonly pages: readonly PageDrawing[]
  /** The root of the logical structure; absent in a page that is only imported into another document. */
  readonly structure?: StructureElement
  readonly properties: DocumentProperties
  readonly attachments: readonly Attachment[]
  /** Private data of applications about the whole document, by the name of the application (ISO 32000-2 §14.5). */
  readonly privateData?: Readonly<Record<string, Dictionary>>
}
