// Documents to measure on: one page of receipt lines and an incompressible scan, in the plain form (xref table) that every
// peer can read. The seed goes into the text and the scan, so that no two documents have one byte range in common.
import { createCipheriv } from 'node:crypto'

const encoder = new TextEncoder()

/** Bytes that do not compress and are the same for the same seed. */
const noise = (length, seed) => {
  const key = Buffer.alloc(16)
  key.writeUInt32BE(seed)
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
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

/** A PDF of about `size` bytes that differs with every `seed`. */
export const makeDocument = (size, seed) => {
  const chunks = []
  let length = 0
  const write = (chunk) => {
    const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk
    chunks.push(bytes)
    length += bytes.length
  }
  write('%PDF-1.7\n')
  write(Uint8Array.of(0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a))
  const offsets = bodies(size, seed).map((body, index) => {
    const offset = length
    write(`${String(index + 1)} 0 obj\n`)
    for (const chunk of body) write(chunk)
    write('\nendobj\n')
    return offset
  })
  const start = length
  const entry = (offset) => `${String(offset).padStart(10, '0')} 00000 n \n`
  write(`xref\n0 ${String(offsets.length + 1)}\n0000000000 65535 f \n${offsets.map(entry).join('')}`)
  write(
    `trailer\n<< /Size ${String(offsets.length + 1)} /Root 1 0 R /Info ${String(offsets.length)} 0 R >>\n`,
  )
  write(`startxref\n${String(start)}\n%%EOF\n`)
  return new Uint8Array(Buffer.concat(chunks))
}
