/** Arithmetic only: whether digest and signature value hold under the embedded key. Policy and trust never change it. */
export type Integrity = 'intact' | 'broken' | 'unknown'

/** What the byte range covers, computed from raw offsets. */
export type Coverage = 'whole-file' | 'whole-revision' | 'partial' | 'unclear'

/** What changed after the revision that the signature covers, the gravest kind when several. */
export type Changes =
  'none' | 'archival' | 'signatures' | 'form-filling' | 'annotations' | 'other' | 'unknown'

/** The level that the signature has by its form; `null` for what has none (`adbe.pkcs7.detached` is `CMS`). */
export type SignatureLevel = 'CMS' | 'B-B' | 'B-T' | 'B-LT' | 'B-LTA' | null
