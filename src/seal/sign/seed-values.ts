import type { PdfFile } from '../../formats/pdf/file.js'
import { PdfArray, PdfDictionary, PdfName, PdfNumber, type PdfValue } from '../../formats/pdf/values.js'
import type { EmptyField } from './seal-field.js'
import { notPermitted } from './sign-error.js'
import { FILTER_NAME } from './signature-dictionary.js'

/** ISO 32000-2 table 237: the bits of `/Ff` that make `/Filter`, `/SubFilter` and `/V` binding. No other demand can be met. */
const FILTER_REQUIRED = 1
const SUB_FILTER_REQUIRED = 2
const VERSION_REQUIRED = 4
const MOST_REQUIRED = 7

/** Table 237: with `/V` of 3 a reader must know all entries of PDF 2.0; what is above would be entries that nobody knows yet. */
const KNOWN_VERSION = 3

/**
 * Throws `FiscalSealError('sign.not-permitted')` when the seed values of the field (ISO 32000-2 §12.7.5.5) demand what this signature
 * is not, or cannot be read: a field that asks for something must get it or nothing.
 */
export function checkSeedValues(file: PdfFile, field: EmptyField, subFilter: string): void {
  const seed = file.get(field.dictionary, 'SV')
  if (seed === undefined) return
  if (!(seed instanceof PdfDictionary)) throw unreadable(field)
  const required = flagsOf(file, seed)
  const demands = [partOf(file, seed, 'Cert'), partOf(file, seed, 'TimeStamp')]
  if (required === undefined || demands.includes(undefined)) throw unreadable(field)
  if (required > MOST_REQUIRED || demands.some((flags) => flags !== 0) || wantsCertification(file, seed))
    throw notPermitted(`field ${field.name} makes demands on its signature that cannot be met`)
  if ((required & VERSION_REQUIRED) !== 0 && !isOfKnownVersion(file, seed)) throw unreadable(field)
  if ((required & FILTER_REQUIRED) !== 0 && !isNamed(file.get(seed, 'Filter'), FILTER_NAME))
    throw notPermitted(`field ${field.name} does not allow /Filter /${FILTER_NAME}`)
  if ((required & SUB_FILTER_REQUIRED) === 0) return
  const wanted = file.get(seed, 'SubFilter')
  const names = wanted instanceof PdfArray ? wanted.items : []
  if (!names.some((name) => isNamed(file.resolve(name), subFilter)))
    throw notPermitted(`field ${field.name} does not allow /SubFilter /${subFilter}`)
}

function isOfKnownVersion(file: PdfFile, seed: PdfDictionary): boolean {
  const version = file.get(seed, 'V')
  return version instanceof PdfNumber && version.value <= KNOWN_VERSION
}

function unreadable({ name }: EmptyField): Error {
  return notPermitted(`what field ${name} demands of its signature cannot be read`)
}

/** `/Ff`, 0 where there is none; `undefined` when it is no set of flags. */
function flagsOf(file: PdfFile, dictionary: PdfDictionary): number | undefined {
  const flags = file.get(dictionary, 'Ff')
  if (flags === undefined) return 0
  return flags instanceof PdfNumber && flags.isInteger && flags.value >= 0 ? flags.value : undefined
}

/** The flags of a dictionary within the seed values; `undefined` when they cannot be read. */
function partOf(file: PdfFile, seed: PdfDictionary, key: string): number | undefined {
  const part = file.get(seed, key)
  if (part === undefined) return 0
  return part instanceof PdfDictionary ? flagsOf(file, part) : undefined
}

/** `/MDP` with another `/P` than 0: the signature should be the one of the author. Without `/P` it demands nothing. */
function wantsCertification(file: PdfFile, seed: PdfDictionary): boolean {
  const certification = file.get(seed, 'MDP')
  if (certification === undefined) return false
  if (!(certification instanceof PdfDictionary)) return true
  const permissions = file.get(certification, 'P')
  return permissions !== undefined && !(permissions instanceof PdfNumber && permissions.value === 0)
}

function isNamed(value: PdfValue | undefined, name: string): boolean {
  return value instanceof PdfName && value.value === name
}
