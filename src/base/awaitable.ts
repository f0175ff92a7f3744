import type { Awaitable } from './bytes.js'

/** Returns what `next` makes of `value`, at once when it is there. */
export function whenReady<T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** Returns the first thing that `attempt` makes of an item, one after the other; waits only for what must be waited for. */
export function firstOf<T, R>(
  items: readonly T[],
  attempt: (item: T) => Awaitable<R | undefined>,
): Awaitable<R | undefined> {
  // Not by entries: an iterator and a pair for each cost more than what is done with them.
  for (let index = 0; index < items.length; index++) {
    const result = attempt(items[index] as T)
    if (result instanceof Promise)
      return result.then((found) => found ?? firstOf(items.slice(index + 1), attempt))
    if (result !== undefined) return result
  }
  return undefined
}
