import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { toHex, toUtf8 } from '../../src/base/bytes.js'
import { changeAuthority, openAuthority } from '../../src/cli/authority/authority-folder.js'
import { writeOutputFiles } from '../../src/cli/output-file.js'
import { crlNumberOf } from '../../src/formats/x509/crl.js'
import { toPem } from '../../src/formats/x509/pem.js'

/**
 * A process that issues until it is killed: for each certificate a file in the folder of the second argument, as the command writes it, and then a
 * line, so that whoever reads the line knows that the certificate was handed out. Every third one it revokes, and says so too.
 */
const [folder = '', out = ''] = process.argv.slice(2)
const opened = await openAuthority(folder, undefined)

/** Written at once: what is in the pipe survives the process. */
function say(...words: readonly string[]): void {
  writeSync(1, `${words.join(' ')}\n`)
}

for (let count = 1; ; count++) {
  const options = { legalName: 'Soko Ltd', taxId: `P${String(count).padStart(9, '0')}X` }
  const { certificate } = await changeAuthority(opened, (authority) => authority.issue(options))
  const serialNumber = toHex(certificate.serialNumber)
  const path = join(out, `${serialNumber}.pem`)
  writeOutputFiles([{ path, bytes: toUtf8(toPem('CERTIFICATE', certificate.der)) }])
  say('issued', serialNumber)
  if (count % 3 === 0) {
    const crl = await changeAuthority(opened, async (authority) => {
      await authority.revoke(serialNumber, { reason: 'superseded' })
      return authority.crls.at(-1)
    })
    say('revoked', serialNumber, toHex((crl && crlNumberOf(crl)) ?? Uint8Array.of(0)))
  }
}
