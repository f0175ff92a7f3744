/** What an object is, seen from where it hangs. An object may have several roles: the bits add up. */
export const ROLE = {
  catalog: 1 << 0,
  info: 1 << 1,
  metadata: 1 << 2,
  /** Node of the page tree, or page: which, its /Type says. */
  pages: 1 << 3,
  pageArray: 1 << 4,
  annotationArray: 1 << 5,
  /** Field, widget or annotation: often one dictionary. */
  annotation: 1 << 6,
  form: 1 << 7,
  fieldArray: 1 << 8,
  /** What /V of a field leads to. */
  fieldValue: 1 << 9,
  /** What only describes a field or a signature: /Lock, /MK, /Prop_Build. */
  detail: 1 << 10,
  permissions: 1 << 11,
  dss: 1 << 12,
  vriMap: 1 << 13,
  vri: 1 << 14,
  evidenceArray: 1 << 15,
  evidence: 1 << 16,
  extensions: 1 << 17,
  /** Anything below /AP of an annotation. */
  appearance: 1 << 18,
  signatureReference: 1 << 19,
  /** What /DR of the form or of a field leads to. */
  formResources: 1 << 20,
  /** What a key of the trailer leads to of which the standard says nothing. */
  trailerExtra: 1 << 21,
  /** Named by something below it or beside it (/Parent, /P): this shows nothing of it. */
  back: 1 << 22,
  other: 1 << 23,
  /** A page, an annotation or the catalog, named by something else, and not by a key that only names. */
  named: 1 << 24,
} as const

/** A bit of `ROLE`, or several. */
export type Role = number

const BACK_KEYS: ReadonlySet<string> = new Set(['Parent', 'P', 'Pg', 'Obj', 'Popup', 'IRT'])

/** What a key leads to, by the role of the dictionary that has it (ISO 32000-2 tables 29, 30, 31, 166, 224, 226, 255, 256; EN 319 142-1 §5.4.2). */
const CHILDREN: ReadonlyMap<Role, ReadonlyMap<string, Role>> = new Map([
  children(ROLE.catalog, {
    Pages: ROLE.pages,
    AcroForm: ROLE.form,
    DSS: ROLE.dss,
    Extensions: ROLE.extensions,
    Metadata: ROLE.metadata,
    Perms: ROLE.permissions,
  }),
  children(ROLE.pages, { Kids: ROLE.pageArray, Annots: ROLE.annotationArray }),
  children(ROLE.form, { Fields: ROLE.fieldArray, DR: ROLE.formResources }),
  children(ROLE.annotation, {
    Kids: ROLE.fieldArray,
    V: ROLE.fieldValue,
    AP: ROLE.appearance,
    DR: ROLE.formResources,
    Lock: ROLE.detail,
    SV: ROLE.detail,
    MK: ROLE.detail,
    BS: ROLE.detail,
    Border: ROLE.detail,
  }),
  children(ROLE.evidence, { Length: ROLE.detail }),
  children(ROLE.fieldValue, { Reference: ROLE.signatureReference }),
  children(ROLE.signatureReference, { Data: ROLE.back }),
  children(ROLE.dss, {
    VRI: ROLE.vriMap,
    Certs: ROLE.evidenceArray,
    CRLs: ROLE.evidenceArray,
    OCSPs: ROLE.evidenceArray,
  }),
  children(ROLE.vri, {
    Cert: ROLE.evidenceArray,
    CRL: ROLE.evidenceArray,
    OCSP: ROLE.evidenceArray,
    TS: ROLE.evidence,
  }),
])

/** What the other keys lead to, where they do not lead anywhere. */
const OTHER_CHILDREN: ReadonlyMap<Role, Role> = new Map([
  [ROLE.permissions, ROLE.fieldValue],
  [ROLE.vriMap, ROLE.vri],
  [ROLE.extensions, ROLE.extensions],
  [ROLE.appearance, ROLE.appearance],
  [ROLE.formResources, ROLE.formResources],
  [ROLE.fieldValue, ROLE.detail],
  [ROLE.signatureReference, ROLE.detail],
  [ROLE.detail, ROLE.detail],
  [ROLE.trailerExtra, ROLE.trailerExtra],
])

const ITEMS: ReadonlyMap<Role, Role> = new Map([
  [ROLE.pageArray, ROLE.pages],
  [ROLE.annotationArray, ROLE.annotation],
  [ROLE.fieldArray, ROLE.annotation],
  [ROLE.evidenceArray, ROLE.evidence],
  [ROLE.extensions, ROLE.extensions],
  [ROLE.appearance, ROLE.appearance],
  [ROLE.formResources, ROLE.formResources],
  [ROLE.signatureReference, ROLE.signatureReference],
  [ROLE.detail, ROLE.detail],
  [ROLE.trailerExtra, ROLE.trailerExtra],
])

/** Roles whose dictionaries have keys of the document's own choice: there a key says nothing. */
const FREE_KEYS = ROLE.permissions | ROLE.vriMap | ROLE.extensions | ROLE.trailerExtra

/** Returns the role of what `key` leads to in a dictionary of role `role`. */
export function roleBelow(role: Role, key: string): Role {
  const known = CHILDREN.get(role)?.get(key)
  if (known !== undefined) return known
  if ((role & FREE_KEYS) === 0 && BACK_KEYS.has(key)) return ROLE.back
  return OTHER_CHILDREN.get(role) ?? ROLE.other
}

/** Returns the role of the items of an array of role `role`. */
export function roleOfItems(role: Role): Role {
  return ITEMS.get(role) ?? ROLE.other
}

function children(
  role: Role,
  keys: Readonly<Record<string, Role>>,
): readonly [Role, ReadonlyMap<string, Role>] {
  return [role, new Map(Object.entries(keys))]
}
