import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Authority } from '../../trust/issuing/authority.js'
import { changeAuthority, openAuthority, SECRET_FILE, type OpenAuthority } from './authority-folder.js'

const DAY = 86_400_000

/** An authority whose folder others may change while it serves. */
export interface LiveAuthority {
  /** Returns the authority as its folder says now. */
  current(): Promise<Authority>
  /** Writes what has to be new from time to time: the CRLs, and keys and certificates of the services. */
  maintain(): Promise<void>
}

/** Returns the opened authority, opened again whenever its file has changed. */
export function liveAuthority(first: OpenAuthority): LiveAuthority {
  let opened = first
  let seen = versionOf(first.folder)
  let opening: Promise<OpenAuthority> | undefined
  const reopen = async (version: string): Promise<OpenAuthority> => {
    try {
      opened = await openAuthority(first.folder, first.passphrase)
      seen = version
      return opened
    } finally {
      opening = undefined
    }
  }
  const current = async (): Promise<Authority> => {
    const version = versionOf(first.folder)
    if (version !== seen) await (opening ??= reopen(version))
    return opened.authority
  }
  return {
    current,
    maintain: async () => {
      await current()
      await changeAuthority(opened, refresh)
    },
  }
}

/** A file that was replaced is another one, even in the same millisecond. */
function versionOf(folder: string): string {
  const { ino, mtimeMs, size } = statSync(join(folder, SECRET_FILE))
  return `${ino} ${mtimeMs} ${size}`
}

async function refresh(authority: Authority): Promise<void> {
  await authority.service('ocsp')
  await authority.service('time-stamp')
  const { thisUpdate, nextUpdate = thisUpdate } = authority.crls.at(-1) ?? { thisUpdate: 0 }
  const age = Date.now() - thisUpdate
  // A list of the future was made while the clock was wrong: nobody accepts it before then.
  if (age < 0 || age > Math.min(DAY, (nextUpdate - thisUpdate) / 2)) await authority.renewCrl()
}
