import { gunzipSync } from 'node:zlib'

/** A file in a tar archive. */
export interface TarMember {
  readonly name: string
  readonly bytes: Uint8Array
}

const BLOCK = 512

/** Returns the plain files of a gzipped tar archive (POSIX ustar; sizes in octal). */
export function readTar(gzipped: Uint8Array): readonly TarMember[] {
  const archive = new Uint8Array(gunzipSync(gzipped))
  const members: TarMember[] = []
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0;) {
    const size = parseInt(text(archive.subarray(at + 124, at + 136)), 8)
    const type = archive[at + 156]
    const start = at + BLOCK
    if (type === 0x30 || type === 0) {
      members.push({
        name: text(archive.subarray(at, at + 100)),
        bytes: archive.subarray(start, start + size),
      })
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK
  }
  return members
}

function text(field: Uint8Array): string {
  const end = field.indexOf(0)
  return new TextDecoder('latin1').decode(end < 0 ? field : field.subarray(0, end))
}
