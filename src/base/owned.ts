/** What lies on bytes that nobody else has. */
const OWNED = new WeakSet<object>()

/**
 * Returns what `parse` makes of a copy of `bytes`, for who keeps it. What is parsed has views on what it was parsed from, and whoever has that may
 * change it, or read the next file into it.
 */
export function parseOwned<T extends object>(bytes: Uint8Array, parse: (bytes: Uint8Array) => T): T {
  const parsed = parse(new Uint8Array(bytes))
  OWNED.add(parsed)
  return parsed
}

/** Notes that a part of what `parseOwned` returns is kept for itself. */
export function markOwned(part: object): void {
  OWNED.add(part)
}

/** Whether bytes under `parsed` belong to nobody else: only then may it be remembered what was found out about it. */
export function isOwned(parsed: object): boolean {
  return OWNED.has(parsed)
}
