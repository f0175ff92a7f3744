import type { OperationCounter } from '../../crypto/signature.js'
import type { Identity } from '../../trust/keys/identity.js'

/** Where and how a visible seal is drawn. Lengths are points from the lower left corner of the page. */
export interface Appearance {
  /** 1 is the first page, -1 the last. Default: the last. */
  readonly page?: number
  /**
   * Default: the place that the receipt keeps (`layout.sealBox`), and `sign.appearance` where it keeps none; in a PDF of another maker the
   * lower left of the page.
   */
  readonly rect?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** Lines to show; default: who sealed, tax id, authority, date, serial number, and how to verify. */
  readonly lines?: readonly string[]
  /** PNG or JPEG. */
  readonly logo?: Uint8Array
  /** TrueType files to set the lines in. Default: those that are installed with the library, which cannot be read in a browser or a bundle. */
  readonly fonts?: { readonly regular: Uint8Array; readonly bold: Uint8Array }
  /** A one-page PDF of the caller's own instead of text and logo. */
  readonly pdf?: Uint8Array
}

interface SignCommon {
  readonly identity: Identity
  /** Name of the signature field; default: the first free of `Seal1`, `Seal2`, … An empty field of that name is filled. */
  readonly field?: string
  /** Written to `/M`; default: now. */
  readonly at?: Date
  readonly reason?: string
  readonly location?: string
  readonly contact?: string
  /** Invisible when absent. */
  readonly appearance?: Appearance
  /** Seal again what the same identity has sealed already. Default: an error. */
  readonly again?: boolean
  /** Seal a document whose seller is not the taxpayer of the certificate, or cannot be told. Default: an error. */
  readonly anySeller?: boolean
  readonly counter?: OperationCounter
}

/** A PAdES baseline signature (`ETSI.CAdES.detached`, EN 319 142-1). */
export interface PadesSignOptions extends SignCommon {
  readonly subFilter?: 'ETSI.CAdES.detached'
  /** Default and, so far, only level: `B-B`. */
  readonly level?: 'B-B'
}

/** A plain PKCS#7 signature (`adbe.pkcs7.detached`): it has no PAdES level. */
export interface Pkcs7SignOptions extends SignCommon {
  readonly subFilter: 'adbe.pkcs7.detached'
  readonly level?: never
}

/** What `sign` needs to know; a PAdES level together with `adbe.pkcs7.detached` does not compile. */
export type SignOptions = PadesSignOptions | Pkcs7SignOptions

/** A PDF to seal: its bytes, or what `buildReceipt` returned, with the place that it keeps for a visible seal. */
export type SignInput =
  Uint8Array | { readonly bytes: Uint8Array; readonly sealBox?: Pick<Required<Appearance>, 'page' | 'rect'> }

/** What `sign` returns: read again and checked before it is returned. */
export interface Sealed {
  /**
   * The sealed file, of which the input is a prefix. Of an input above 1 MiB it is put together when it is first read, so that input must be
   * left as it was until then; if it was not, reading throws `argument.invalid`.
   */
  readonly bytes: Uint8Array
  /** What comes after the input: who writes the file to disk needs no second copy of the whole in memory. */
  readonly appended: Uint8Array
  /** Name of the signature field. */
  readonly field: string
  readonly level: 'B-B' | 'CMS'
  /** `[0, s, e, length]` as written. */
  readonly byteRange: readonly [number, number, number, number]
}
