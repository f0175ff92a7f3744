/** Identifier octets that X.509 and CMS use (X.690 §8.1.2; universal tags of X.680 §8.4). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  relativeOid: 0x0d,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  generalString: 0x1b,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** Returns the identifier octet of `[number]` holding a constructed value (EXPLICIT, or IMPLICIT of a SEQUENCE or SET). */
export function contextTag(number: number): number {
  return 0xa0 | number
}

/** Returns the identifier octet of `[number] IMPLICIT` over a primitive type. */
export function contextPrimitiveTag(number: number): number {
  return 0x80 | number
}
