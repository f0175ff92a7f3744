#!/usr/bin/env node
import { processTerminal } from './process-terminal.js'
import { run } from './run.js'

/** What shells report for a process that a signal ended: 128 + its number. */
const ENDED = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

// Files are written in one synchronous step, so that this never leaves half of one behind, as the end that signals bring by themselves would.
for (const [signal, code] of Object.entries(ENDED)) process.once(signal, () => process.exit(code))

process.exitCode = await run(process.argv.slice(2), processTerminal())
