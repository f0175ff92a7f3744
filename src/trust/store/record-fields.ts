import { fromBase64 } from '../../base/base64.js'
import { FiscalSealError } from '../../base/errors.js'

/** Returns the error for trust material that cannot be used: where, and what is wrong with it. */
export function invalidTrust(path: string, what: string): FiscalSealError {
  const message = `${path} ${what}`
  return new FiscalSealError('trust.invalid', `Trust cannot be read: ${message}.`, {
    problems: [{ path, code: 'trust.invalid', message }],
  })
}

/** Longest list of texts that one field of an anchor may hold: every signature is compared with them. */
const MOST_TEXTS = 1000

/**
 * Reads the fields of one JSON object of a trust list strictly. A field that is not known throws `FiscalSealError('trust.invalid')`: it may be
 * a restriction, and a restriction that is not understood must not be left out.
 */
export class RecordFields {
  readonly path: string
  readonly #fields: ReadonlyMap<string, unknown>

  constructor(value: unknown, path: string, known: readonly string[]) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw invalidTrust(path, 'is not an object')
    this.path = path
    this.#fields = new Map(Object.entries(value))
    for (const name of this.#fields.keys())
      if (!known.includes(name)) throw invalidTrust(`${path}.${name.slice(0, 80)}`, 'is not known')
  }

  /** Whether the field is there. */
  has(name: string): boolean {
    return this.#fields.get(name) !== undefined
  }

  /** Returns this when the field is there; an absent one throws. */
  with(name: string): this {
    if (!this.has(name)) throw invalidTrust(this.#at(name), 'is missing')
    return this
  }

  /** Returns the object in field `name`; an absent one throws. */
  object(name: string, known: readonly string[]): RecordFields {
    return new RecordFields(this.#fields.get(name), this.#at(name), known)
  }

  /** Returns the object in field `name`, or `undefined`. */
  optionalObject(name: string, known: readonly string[]): RecordFields | undefined {
    return this.has(name) ? this.object(name, known) : undefined
  }

  /** Returns the objects of the list in field `name`. */
  objects(
    name: string,
    known: readonly string[],
    limits: { readonly least: number; readonly most: number },
  ): readonly RecordFields[] {
    const list = this.#list(name)
    if (list.length < limits.least || list.length > limits.most)
      throw invalidTrust(this.#at(name), 'has too few or too many entries')
    return list.map((value, index) => new RecordFields(value, `${this.#at(name)}[${index}]`, known))
  }

  /** Returns the text in field `name`; with `form`, it must have that form. */
  text(name: string, form?: RegExp): string {
    return this.#text(this.#fields.get(name), this.#at(name), form)
  }

  /** Returns the text in field `name`, or `undefined`. */
  optionalText(name: string, form?: RegExp): string | undefined {
    return this.has(name) ? this.text(name, form) : undefined
  }

  /** Returns the texts of the list in field `name`; none when it is absent. */
  texts(name: string, form?: RegExp): readonly string[] {
    if (!this.has(name)) return []
    const list = this.#list(name)
    if (list.length > MOST_TEXTS) throw invalidTrust(this.#at(name), 'has too many entries')
    return list.map((value, index) => this.#text(value, `${this.#at(name)}[${index}]`, form))
  }

  /** Returns which of `values` the field has. */
  oneOf<const Value extends string>(name: string, values: readonly Value[]): Value {
    const text = this.text(name)
    const value = values.find((each) => each === text)
    if (value === undefined) throw invalidTrust(this.#at(name), `is none of ${values.join(', ')}`)
    return value
  }

  /** Returns the values of the list in field `name`, each one of `values`; none when it is absent. */
  someOf<const Value extends string>(name: string, values: readonly Value[]): readonly Value[] {
    return this.texts(name).map((text) => {
      const value = values.find((each) => each === text)
      if (value === undefined)
        throw invalidTrust(this.#at(name), `holds something else than ${values.join(', ')}`)
      return value
    })
  }

  /** Returns the truth value in field `name`; false when it is absent. */
  flag(name: string): boolean {
    const value = this.has(name) ? this.#fields.get(name) : false
    if (typeof value !== 'boolean') throw invalidTrust(this.#at(name), 'is neither true nor false')
    return value
  }

  /** Returns the integer in field `name`, or `undefined`. */
  optionalInteger(
    name: string,
    limits: { readonly least: number; readonly most: number },
  ): number | undefined {
    const value = this.#fields.get(name)
    if (value === undefined) return undefined
    const isInside =
      typeof value === 'number' && Number.isInteger(value) && value >= limits.least && value <= limits.most
    if (!isInside)
      throw invalidTrust(this.#at(name), `is not an integer from ${limits.least} to ${limits.most}`)
    return value
  }

  /** Returns the integer in field `name`. */
  integer(name: string, limits: { readonly least: number; readonly most: number }): number {
    const value = this.optionalInteger(name, limits)
    if (value === undefined) throw invalidTrust(this.#at(name), 'is missing')
    return value
  }

  /** Returns the entries of the list in field `name`, whatever they are. */
  values(name: string): readonly unknown[] {
    return this.#list(name)
  }

  /** Returns the instant in field `name` (`2026-11-22T00:00:00Z`) as milliseconds since 1970. */
  instant(name: string): number {
    const text = this.text(name, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    const milliseconds = Date.parse(text)
    // Date.parse rolls over what does not exist: 30 February becomes 1 or 2 March.
    if (Number.isNaN(milliseconds) || toInstant(milliseconds) !== text)
      throw invalidTrust(this.#at(name), 'is no instant')
    return milliseconds
  }

  /** Returns the instant in field `name` as milliseconds since 1970, or `undefined`. */
  optionalInstant(name: string): number | undefined {
    return this.has(name) ? this.instant(name) : undefined
  }

  /** Returns the bytes of the base64 text in field `name`. */
  bytes(name: string): Uint8Array {
    const bytes = fromBase64(this.text(name))
    if (bytes === undefined) throw invalidTrust(this.#at(name), 'is not base64')
    return bytes
  }

  /** Returns the byte strings of the list of base64 texts in field `name`; none when it is absent. */
  byteStrings(name: string): readonly Uint8Array[] {
    if (!this.has(name)) return []
    return this.#list(name).map((value, index) => {
      const path = `${this.#at(name)}[${index}]`
      const bytes = fromBase64(this.#text(value, path))
      if (bytes === undefined) throw invalidTrust(path, 'is not base64')
      return bytes
    })
  }

  #at(name: string): string {
    return `${this.path}.${name}`
  }

  #text(value: unknown, path: string, form?: RegExp): string {
    if (typeof value !== 'string') throw invalidTrust(path, 'is not text')
    if (form !== undefined && !form.test(value))
      throw invalidTrust(path, 'does not have the form that it must have')
    return value
  }

  #list(name: string): readonly unknown[] {
    const value: unknown = this.#fields.get(name)
    if (!Array.isArray(value)) throw invalidTrust(this.#at(name), 'is not a list')
    return value
  }
}

/** Returns milliseconds since 1970 as trust lists write an instant, whole seconds of UTC. */
export function toInstant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}
