#!/usr/bin/env node
import { processTerminal } from './process-terminal.js'
import { run } from './run.js'

/** What shells report for a process that a signal ended: 128 + its number. */
const INTERRUPTED = 130
const BROKEN_PIPE = 141

// Files are written in one synchronous step, so that this never leaves half of one behind.
process.once('SIGINT', () => process.exit(INTERRUPTED))
// Whoever reads our output has seen enough (`| head`); what was not read is no verdict.
process.stdout.on('error', () => process.exit(BROKEN_PIPE))

process.exitCode = await run(process.argv.slice(2), processTerminal())
