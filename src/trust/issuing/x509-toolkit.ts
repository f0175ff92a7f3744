import type { X509CrlReason } from '@peculiar/x509'
import type * as Toolkit from '@peculiar/x509'

export type { X509CrlReason }

/**
 * Returns the library that writes certificates and CRLs. It is loaded when an authority first writes something, because it patches the global
 * `Reflect`; its chain builder is never used for trust. The one place of @peculiar/x509 and reflect-metadata.
 */
export async function loadToolkit(): Promise<typeof Toolkit> {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}
