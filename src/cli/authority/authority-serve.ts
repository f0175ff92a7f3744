import { toPrintable } from '../../seal/report/printable.js'
import { createAuthorityService } from '../../trust/issuing/authority-service.js'
import { readArguments, requireOid, requireOption } from '../arguments.js'
import type { Command } from '../command.js'
import { EXIT } from '../exit-code.js'
import { describeFailure } from '../failure.js'
import { UsageError } from '../usage-error.js'
import { AUTHORITY_HELP, AUTHORITY_OPTIONS, openNamedAuthority } from './authority-access.js'
import { startAuthorityServer } from './authority-server.js'
import { liveAuthority } from './live-authority.js'

const OPTIONS = {
  ...AUTHORITY_OPTIONS,
  host: { type: 'string' },
  port: { type: 'string' },
  policy: { type: 'string', multiple: true },
} as const

const HELP = `Usage: fiscalseal authority serve --authority FOLDER [OPTIONS]

Answers over HTTP for an authority until it is stopped (Ctrl-C): the status of certificates
(OCSP, RFC 6960), time-stamps (RFC 3161), revocation lists and certificates of the CAs. What
other commands change in the folder is seen at once; the revocation list is written anew
every day.

It is for tests and small circles. It speaks plain HTTP, as these protocols do: their answers
are signed. Who serves strangers puts it behind a server that limits how often they ask.

${AUTHORITY_HELP}
  --host ADDRESS          where it listens (default: 127.0.0.1, this machine alone)
  --port N                on which port; 0 for any that is free (default: 8017)
  --policy OID            a policy under which it stamps; may be repeated, the first is the
                          one where none is asked for (default: 2.999.3161, which promises
                          nothing)

  POST /ocsp, GET /ocsp/…       GET /crl            GET /root.cer, /issuing-ca.cer
  POST /tsa                     GET /root.crl       GET /issuing-ca.crl

Examples:
  fiscalseal authority serve --authority authority
  openssl ocsp -url http://127.0.0.1:8017/ocsp -issuer authority/issuing-ca.pem -cert soko.pem \\
    -CAfile authority/root.pem
`

const MAINTENANCE_MILLISECONDS = 600_000

/** `fiscalseal authority serve`: OCSP, time-stamps and lists over HTTP. */
export const authorityServe: Command = {
  help: HELP,
  run: async (args, terminal) => {
    const { values } = readArguments(args, OPTIONS, { name: 'argument', min: 0, max: 0 })
    // An empty host would be every address of the machine.
    const address = { host: requireOption(values.host ?? '127.0.0.1', 'host'), port: readPort(values.port) }
    const policies = values.policy?.map((oid) => requireOid(oid, 'policy'))
    const report = (error: unknown): void => {
      terminal.err(describeFailure(error))
    }
    const live = liveAuthority(await openNamedAuthority(values, terminal))
    const timeStamps = policies === undefined ? {} : { policies }
    const answer = createAuthorityService(() => live.current(), { timeStamps })
    await live.maintain()
    const server = await startAuthorityServer(answer, address, report)
    const timer = setInterval(() => {
      live.maintain().catch(report)
    }, MAINTENANCE_MILLISECONDS)
    const { name } = await live.current()
    terminal.err(
      `${toPrintable(name)} answers at ${server.url}/ocsp, ${server.url}/tsa and ${server.url}/crl.\n`,
    )
    await server.stopped
    clearInterval(timer)
    return EXIT.ok
  },
}

const STANDARD_PORT = 8017
const LAST_PORT = 65_535

function readPort(value: string | undefined): number {
  const port = value === undefined ? STANDARD_PORT : Number(value)
  if (Number.isInteger(port) && port >= 0 && port <= LAST_PORT && (value ?? `${port}`) === `${port}`)
    return port
  throw new UsageError(`--port is a number from 0 to ${LAST_PORT}, not ${JSON.stringify(value)}.`)
}
