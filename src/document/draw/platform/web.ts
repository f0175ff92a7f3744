/** Rejects: there are no installed files here, fonts are passed as bytes. */
export function readDefaultFont(weight: 'regular' | 'bold'): Promise<Uint8Array> {
  return Promise.reject(new Error(`no ${weight} font file can be read in this runtime`))
}
