import { type Fields, quote } from './fields.js'
import type { ProblemCode } from './problem-sentences.js'

/** What a text may be: a `name` for people, or an `identifier` that is compared and must hold nothing invisible. */
export interface TextRule {
  readonly kind: 'name' | 'identifier'
  /** Longest text, in UTF-16 code units. */
  readonly max: number
}

/** A name or a line of description. */
export const NAME: TextRule = { kind: 'name', max: 500 }
/** A longer text such as a note. */
export const NOTE: TextRule = { kind: 'name', max: 4000 }
/** A number, code or reference. */
export const IDENTIFIER: TextRule = { kind: 'identifier', max: 200 }

/** Returns the text in `key`; when it is absent or not fit to print, that is a problem and the result is empty. */
export function readText(fields: Fields, key: string, rule: TextRule): string {
  const value = fields.required(key)
  return value === undefined ? '' : checkedText(value, rule, reporter(fields, key))
}

/** Returns the text in `key`, or `undefined` when it is absent. */
export function readOptionalText(fields: Fields, key: string, rule: TextRule): string | undefined {
  const value = fields.optional(key)
  if (value === undefined) return undefined
  return checkedText(value, rule, reporter(fields, key))
}

function reporter(fields: Fields, key: string): (code: ProblemCode, detail?: string) => void {
  return (code, detail) => {
    fields.report(key, code, detail)
  }
}

/** Returns `value` when it is a text that `rule` allows; otherwise reports why not and returns an empty text. */
export function checkedText(
  value: unknown,
  rule: TextRule,
  report: (code: ProblemCode, detail?: string) => void,
): string {
  if (typeof value !== 'string') {
    report('field.type', 'a text is expected')
    return ''
  }
  if (value.length > rule.max) {
    report('text.too-long', `${value.length} characters, at most ${rule.max}`)
    return ''
  }
  if (value.trim() === '') {
    report('text.empty')
    return ''
  }
  const problem = characterProblem(value, rule)
  if (problem !== undefined) report(problem, quote(value))
  return value
}

/** Returns one of the `allowed` words in `key`; anything else is a problem and yields the first. */
export function readWord<T extends string>(fields: Fields, key: string, allowed: readonly [T, ...T[]]): T {
  const value = fields.required(key)
  return value === undefined ? allowed[0] : checkedWord(fields, key, { value, allowed })
}

/** Returns one of the `allowed` words in `key`, or `undefined` when it is absent. */
export function readOptionalWord<T extends string>(
  fields: Fields,
  key: string,
  allowed: readonly [T, ...T[]],
): T | undefined {
  const value = fields.optional(key)
  return value === undefined ? undefined : checkedWord(fields, key, { value, allowed })
}

function checkedWord<T extends string>(
  fields: Fields,
  key: string,
  options: { readonly value: unknown; readonly allowed: readonly [T, ...T[]] },
): T {
  const word = options.allowed.find((candidate) => candidate === options.value)
  if (word !== undefined) return word
  fields.report(key, 'value.not-allowed', `allowed: ${options.allowed.join(', ')}`)
  return options.allowed[0]
}

function characterProblem(text: string, rule: TextRule): ProblemCode | undefined {
  if (rule.kind === 'identifier' && text !== text.trim()) return 'text.invisible-character'
  if (isPrintableAscii(text)) return undefined
  for (const character of text) {
    const problem = codePointProblem(character.codePointAt(0) ?? 0, rule)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Most texts are; the rest is looked at character by character. */
function isPrintableAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || code > 0x7e) return false
  }
  return true
}

function codePointProblem(code: number, rule: TextRule): ProblemCode | undefined {
  if (code >= 0x20 && code < 0x7f) return undefined
  if (isWithin(code, CONTROLS)) return 'text.control-character'
  if (isWithin(code, NOT_TEXT) || (code & 0xfffe) === 0xfffe) return 'text.not-unicode'
  if (isWithin(code, BIDI_CONTROLS)) return 'text.bidi-control'
  const invisible = isWithin(code, NEVER_SEEN) || (rule.kind === 'identifier' && isWithin(code, SELDOM_SEEN))
  return invisible ? 'text.invisible-character' : undefined
}

type Ranges = readonly (readonly [first: number, last: number])[]

/** C0, C1 and the line and paragraph separators. */
const CONTROLS: Ranges = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x2028, 0x2029],
]
/** Lone surrogates and noncharacters (those that end a plane apart). */
const NOT_TEXT: Ranges = [
  [0xd800, 0xdfff],
  [0xfdd0, 0xfdef],
]
/** UAX #9: embeddings, overrides and isolates reorder what stands around them ("Trojan Source", CVE-2021-42574). */
const BIDI_CONTROLS: Ranges = [
  [0x202a, 0x202e],
  [0x2066, 0x2069],
]
/** Byte order mark, interlinear annotation and tag characters: never part of a text that is printed. */
const NEVER_SEEN: Ranges = [
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe007f],
]
/** Joiners, direction marks, variation selectors and odd spaces: some belong to the spelling of a language, in a number they only hide a difference. */
const SELDOM_SEEN: Ranges = [
  [0xa0, 0xa0],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x1680, 0x1680],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x200f],
  [0x202f, 0x202f],
  [0x205f, 0x206f],
  [0x2800, 0x2800],
  [0x3000, 0x3000],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xffa0, 0xffa0],
  [0xe0100, 0xe01ef],
]

function isWithin(code: number, ranges: Ranges): boolean {
  return ranges.some(([first, last]) => code >= first && code <= last)
}
