// Documents to measure on: one page of receipt lines and an incompressible scan, in the plain form (xref table) that every
// peer can read. The seed goes into the text and the scan, so that no two documents have one byte range in common.
import { createCipheriv } from 'node:crypto'

const encoder = new TextEncoder()

const BLOCK = 1 << 20

/** Bytes that do not compress and are the same for the same seed; written where they belong, a large one without copies. */
const noise = (length, seed) => ({
  length,
  writeTo: (target) => {
    const key = Buffer.alloc(16)
    key.writeUInt32BE(seed)
    const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16))
    const zeros = Buffer.alloc(Math.min(length, BLOCK))
    for (let at = 0; at < length; at += BLOCK) {
      target.set(cipher.update(zeros.subarray(0, Math.min(BLOCK, length - at))), at)
    }
  },
})

const text = (words) => {
  const bytes = encoder.encode(words)
  return {
    length: bytes.length,
    writeTo: (target) => {
      target.set(bytes)
    },
  }
}

const join = (chunks) => {
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const { length, writeTo } of chunks) {
    writeTo(joined.subarray(at, at + length))
    at += length
  }
  return joined
}

const page = (seed) => {
  const lines = Array.from(
    { length: 40 },
    (_, line) => `0 -14 Td (Line ${String(line)} of receipt ${String(seed)}) Tj`,
  )
  return `BT /F1 11 Tf 60 780 Td\n${lines.join('\n')}\nET`
}

const bodies = (size, seed) => {
  const content = page(seed)
  const scan = noise(Math.max(16, size - 2257), seed)
  return [
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ',
      '/Resources << /Font << /F1 5 0 R >> /XObject << /Scan 6 0 R >> >> >>',
    ],
    [`<< /Length ${String(content.length)} >>\nstream\n${content}\nendstream`],
    ['<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'],
    [
      `<< /Type /XObject /Subtype /Image /Width ${String(scan.length)} /Height 1 /BitsPerComponent 8 `,
      `/ColorSpace /DeviceGray /Length ${String(scan.length)} >>\nstream\n`,
      scan,
      '\nendstream',
    ],
    [`<< /Producer (bench) /Title (Receipt ${String(seed)}) >>`],
  ]
}

const xref = (offsets, start) => {
  const size = String(offsets.length + 1)
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R /Info ${String(offsets.length)} 0 R >>\n`
  return `xref\n0 ${size}\n0000000000 65535 f \n${entries.join('')}${trailer}startxref\n${String(start)}\n%%EOF\n`
}

/** A PDF of about `size` bytes that differs with every `seed`. */
export const makeDocument = (size, seed) => {
  const chunks = []
  let length = 0
  const write = (chunk) => {
    const written = typeof chunk === 'string' ? text(chunk) : chunk
    chunks.push(written)
    length += written.length
  }
  write('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n')
  const offsets = bodies(size, seed).map((body, index) => {
    const offset = length
    write(`${String(index + 1)} 0 obj\n`)
    for (const chunk of body) write(chunk)
    write('\nendobj\n')
    return offset
  })
  write(xref(offsets, length))
  return join(chunks)
}
