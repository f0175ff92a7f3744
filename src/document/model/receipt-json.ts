import type { ComputedReceipt } from './computed.js'

/** The receipt that travels in a sealed document: what `computeReceipt` derived, read again and checked. */
export type SignedReceipt = ComputedReceipt
