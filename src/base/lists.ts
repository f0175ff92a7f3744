/** Returns all items of `lists` in order. Where at most one has any, as with findings of what is sound, it is that list and no copy. */
export function joinLists<T>(lists: readonly (readonly T[])[]): readonly T[] {
  let joined: readonly T[] = []
  for (const list of lists) {
    if (list.length > 0) joined = joined.length === 0 ? list : [...joined, ...list]
  }
  return joined
}

/** Returns a list of its own with the items of `list`. For one or none, as most are: the method of arrays is slow where `list` is frozen. */
export function copyOf<T>(list: readonly T[]): T[] {
  const copy: T[] = []
  for (const item of list) copy.push(item)
  return copy
}
