import type { ProblemCode } from './problem-sentences.js'
import type { ProblemList } from './problems.js'

/** How a model is read. */
export interface Reading {
  /** Where problems go. */
  readonly problems: ProblemList
  /** Fields that are not known are refused, but in a `receipt.json` of a newer minor version. */
  readonly unknownFields: 'refuse' | 'ignore'
  /** A model as a caller gives it, or a `receipt.json`, where derived values stand beside what was given. */
  readonly form: 'model' | 'receipt.json'
}

/**
 * One object of an untrusted model. Only its own data properties are seen, each is read once, and what is read is copied into
 * fresh objects: nothing of the prototype, no getter and no `__proto__` of the input gets any further.
 */
export class Fields {
  readonly reading: Reading
  readonly #object: object
  readonly #path: string
  readonly #asked: string[] = []

  private constructor(object: object, path: string, reading: Reading) {
    this.#object = object
    this.#path = path
    this.reading = reading
  }

  /** Returns the fields of `value`, or `undefined` and a problem when it is no plain object. */
  static of(value: unknown, path: string, reading: Reading): Fields | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)) {
      return new Fields(value, path, reading)
    }
    reading.problems.add(path, value === undefined ? 'field.missing' : 'field.type', 'an object is expected')
    return undefined
  }

  /** Returns the path of the field `key`, such as `lines[2].unitPrice`. */
  pathOf(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`
  }

  /** Adds a problem with the field `key`, or with the object itself when `key` is empty. */
  report(key: string, code: ProblemCode, detail = ''): void {
    this.reading.problems.add(key === '' ? this.#path : this.pathOf(key), code, detail)
  }

  /** Returns the value of `key`; `undefined` when it is absent. */
  optional(key: string): unknown {
    this.#asked.push(key)
    if (!Object.hasOwn(this.#object, key)) return undefined
    // A parser of JSON makes no getters.
    if (this.reading.form === 'receipt.json') return (this.#object as Readonly<Record<string, unknown>>)[key]
    const property = Object.getOwnPropertyDescriptor(this.#object, key)
    if (property !== undefined && 'value' in property) return property.value
    this.report(key, 'field.type', 'a getter is not read')
    return undefined
  }

  /** Returns the value of `key`; when it is absent that is a problem. */
  required(key: string): unknown {
    const value = this.optional(key)
    if (value === undefined) this.report(key, 'field.missing')
    return value
  }

  /** Returns the fields of the object in `key`, or `undefined` when it is absent or no object. */
  optionalObject(key: string): Fields | undefined {
    const value = this.optional(key)
    return value === undefined ? undefined : Fields.of(value, this.pathOf(key), this.reading)
  }

  /** Returns the fields of the object in `key`; when there is none that is a problem. */
  requiredObject(key: string): Fields | undefined {
    return Fields.of(this.optional(key), this.pathOf(key), this.reading)
  }

  /** Returns whether `key` is present and not `undefined`, without reading it. */
  has(key: string): boolean {
    return Object.getOwnPropertyDescriptor(this.#object, key)?.value !== undefined
  }

  /** Marks `keys` as known without reading them. */
  skip(...keys: readonly string[]): void {
    this.#asked.push(...keys)
  }

  /** Marks `keys` as known in a `receipt.json`: they are derived once more, and compared afterwards. */
  skipDerived(...keys: readonly string[]): void {
    if (this.reading.form === 'receipt.json') this.#asked.push(...keys)
  }

  /** Reports every field that nobody asked for. Call it last. */
  end(): void {
    if (this.reading.unknownFields === 'ignore') return
    for (const key of Object.keys(this.#object)) {
      if (!this.#asked.includes(key)) this.reading.problems.add(this.#unknownPath(key), 'field.unknown')
    }
    if (this.reading.form === 'model' && Object.getOwnPropertySymbols(this.#object).length > 0) {
      this.report('', 'field.unknown', 'a symbol as key')
    }
  }

  /** Like `pathOf`, but a key that nobody knows may hold anything: `lines[0]["unit price"]`. */
  #unknownPath(key: string): string {
    return PLAIN_KEY.test(key) ? this.pathOf(key) : `${this.#path}[${quote(key)}]`
  }
}

/** A key that can be shown as it is. */
const PLAIN_KEY = /^[A-Za-z_]\w{0,39}$/

/** Returns `text` in quotes, shortened and with everything but printable ASCII escaped, for messages. */
export function quote(text: string): string {
  let shown = ''
  for (const character of text.slice(0, 40)) {
    const isPlain = character >= ' ' && character <= '~'
    shown += isPlain ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  }
  return `"${shown}${text.length > 40 ? '…' : ''}"`
}

/** Limits of a list. */
export interface ListRule {
  readonly min?: number
  readonly max: number
}

/**
 * Returns what `read` makes of each entry of the list `key`, and nothing for an absent one (a problem when `min` is above zero).
 * Entries are read by index from a real array; a hole is a missing entry.
 */
export function readList<T>(
  fields: Fields,
  key: string,
  options: ListRule & { readonly read: (value: unknown, path: string, index: number) => T | undefined },
): readonly T[] {
  const min = options.min ?? 0
  const value = min > 0 ? fields.required(key) : fields.optional(key)
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    fields.report(key, 'field.type', 'a list is expected')
    return []
  }
  const entries: readonly unknown[] = value
  if (entries.length < min) fields.report(key, 'list.empty')
  if (entries.length > options.max) {
    fields.report(key, 'list.too-long', `at most ${options.max}`)
    return []
  }
  const list: T[] = []
  for (let index = 0; index < entries.length; index++) {
    const item = options.read(entries[index], `${fields.pathOf(key)}[${index}]`, index)
    if (item !== undefined) list.push(item)
  }
  return list
}

/** `T` without the keys whose value may be `undefined`. */
export type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** Returns `values` without those that are `undefined`, in the same order: an absent field is absent, never `undefined`. */
export function present<T extends object>(values: T): Present<T> {
  const kept: Partial<T> = {}
  for (const key in values) if (values[key] !== undefined) kept[key] = values[key]
  return kept as Present<T>
}
