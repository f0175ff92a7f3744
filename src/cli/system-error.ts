/** Returns the code that Node gave an error (`ENOENT`, `ERR_PARSE_ARGS_UNKNOWN_OPTION`), or `undefined` for anything else. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  ELOOP: 'its links go in circles',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
  EEXIST: 'a file has its name',
  // Of a socket, and of a terminal that a process does not have.
  ENXIO: 'it is no ordinary file',
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'it is no address of this machine',
  ENOTFOUND: 'there is no such address',
}

/** Returns in words why a file operation failed. */
export function reasonOf(error: unknown): string {
  const code = systemCode(error)
  return code === undefined ? 'nobody knows why' : (REASONS[code] ?? code)
}
