/** What an operation has cost, counted where it is spent; the caller makes one and hands it down. */
export interface OperationCounter {
  /** Signatures checked. */
  publicKey: number
  /** Signatures made. */
  privateKey: number
  /** Bytes hashed, those inside signature operations not included. */
  digestBytes: number
}

/** Returns a counter at zero. */
export function newOperationCounter(): OperationCounter {
  return { publicKey: 0, privateKey: 0, digestBytes: 0 }
}
