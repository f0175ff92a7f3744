import { fromUtf8 } from '../../base/bytes.js'
import { Malformed } from '../../base/errors.js'
import { DerCursor } from '../../formats/der/cursor.js'
import { TAG } from '../../formats/der/tag.js'
import { stringText } from '../../formats/der/text.js'
import type { Certificate } from '../../formats/x509/certificate.js'
import { subjectAlternativeNamesOf } from '../../formats/x509/extensions.js'
import { NAME_ATTRIBUTE } from '../../formats/x509/oids.js'
import type { TrustAnchor } from './anchor.js'
import { hasChecksum } from './checksum.js'
import { MAX_PATTERN_INPUT } from './pattern.js'
import { isPerson } from './person.js'
import { matchesOid, type TaxId, type TaxIdRule } from './tax-id-rule.js'

/** What a certificate says about who its subject is for the tax authority. */
export interface TaxIdentity {
  /** What is compared with the seller's tax ids; empty when no rule of the anchor found one. */
  readonly ids: readonly TaxId[]
  /** What is compared with the seller's number in the commercial register. */
  readonly registrationIds: readonly TaxId[]
  /** A place from which a rule reads holds several values: none of them may be believed. */
  readonly ambiguous: boolean
  /** The subject is a natural person, and no rule of the anchor found a number that is not the person's own. */
  readonly person: boolean
}

/**
 * Returns the tax ids that the rules of `anchor` find in `certificate`. For each thing that is compared the first rule that matches is
 * the one that counts. All is read from DER; text longer than 256 characters never matches.
 */
export function readTaxIds(certificate: Certificate, anchor: Pick<TrustAnchor, 'taxIdBinding'>): TaxIdentity {
  const { rules } = anchor.taxIdBinding
  const namesPerson = isPerson(certificate)
  const usable = namesPerson ? rules.filter(holdsForPersons) : rules
  const read = (isWanted: (rule: TaxIdRule) => boolean): Match =>
    firstMatch(certificate, usable.filter(isWanted))
  const ids = read(({ compareTo, holder }) => compareTo === 'seller.taxIds' && holder !== 'person')
  const registrations = read(
    ({ compareTo, holder }) => compareTo === 'seller.registrationId' && holder !== 'person',
  )
  // Who has a person's number where a company has its own is a person, whatever register the other number is from.
  const isKnownPerson = ids.found.length === 0 && isFound(read(({ holder }) => holder === 'person'))
  const registrationIds = isKnownPerson ? [] : registrations.found
  const isNobody = ids.found.length + registrationIds.length === 0
  const ambiguous = ids.ambiguous || registrations.ambiguous
  return {
    ids: ids.found,
    registrationIds,
    ambiguous,
    person: !ambiguous && isNobody && (isKnownPerson || namesPerson),
  }
}

/** The organisation of a person stands in `organizationIdentifier`; what stands elsewhere may be the person's own number. */
function holdsForPersons({ holder, source, oid }: TaxIdRule): boolean {
  if (holder !== undefined && holder !== 'company') return true
  return source === 'subject' && oid === NAME_ATTRIBUTE.organizationIdentifier
}

function isFound({ found, ambiguous }: Match): boolean {
  return found.length > 0 || ambiguous
}

interface Match {
  readonly found: readonly TaxId[]
  readonly ambiguous: boolean
}

/** What stands in more places than this is ambiguous, whatever it is, and not tried. */
const MAX_VALUES = 8

function firstMatch(certificate: Certificate, rules: readonly TaxIdRule[]): Match {
  for (const rule of rules) {
    if (isLeftOut(certificate, rule)) continue
    const values = valuesOf(certificate, rule)
    if (values.length > MAX_VALUES) return { found: [], ambiguous: true }
    const found = values.map((value) => extract(value, rule)).filter((id) => id !== undefined)
    if (found.length === 0) continue
    // One place, one number: a second value beside a matching one may be what the holder wrote himself.
    return values.length > 1 ? { found: [], ambiguous: true } : { found, ambiguous: false }
  }
  return { found: [], ambiguous: false }
}

function isLeftOut({ subject }: Certificate, { without }: TaxIdRule): boolean {
  return without !== undefined && subject.attributes.some(({ oid }) => oid === without)
}

function extract(value: string, rule: TaxIdRule): TaxId | undefined {
  if (value.length > MAX_PATTERN_INPUT) return undefined
  const groups = rule.pattern.exec(value)?.groups
  const id = groups?.['id']
  if (id === undefined || id === '' || !hasChecksum(id, rule.checksum)) return undefined
  const country = rule.country === 'group' ? groups?.['cc'] : rule.country
  return { scheme: rule.scheme, ...(country === undefined ? {} : { country }), value: id }
}

function valuesOf(certificate: Certificate, rule: TaxIdRule): readonly string[] {
  if (rule.source === 'subject') {
    const { attributes } = certificate.subject
    return attributes.filter((each) => matchesOid(each.oid, rule.oid)).map((each) => each.value)
  }
  if (rule.source === 'extension') {
    const extensions = [...certificate.extensions.values()].filter((each) => matchesOid(each.oid, rule.oid))
    return extensions.map((each) => textOf(each.value) ?? '')
  }
  const names = subjectAlternativeNamesOf(certificate)
  return names.flatMap((name) =>
    name.kind === 'otherName' && matchesOid(name.oid, rule.oid) ? [textOf(name.value) ?? ''] : [],
  )
}

/** Returns the text of a DER string (also of an OCTET STRING, as ICP-Brasil writes it) or of plain UTF-8 bytes (as TaxCore does). */
function textOf(value: Uint8Array): string | undefined {
  return derText(value) ?? printable(fromUtf8(value))
}

function derText(value: Uint8Array): string | undefined {
  try {
    const cursor = DerCursor.open(value)
    const { tag, content } = cursor.readElement()
    cursor.finish()
    return printable(tag === TAG.octetString ? fromUtf8(content) : stringText(tag, content))
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

function printable(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  for (const character of text) if (character < ' ' || character === '\u007f') return undefined
  return text
}
