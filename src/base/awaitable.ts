import type { Awaitable } from './bytes.js'

/** Returns what `next` makes of `value`, at once when it is there. */
export function whenReady<T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return value instanceof Promise ? value.then(next) : next(value)
}
