/**
 * How a receipt says where it keeps a place for a visible seal: the name under which its page-piece dictionary (ISO 32000-2 §14.5) holds
 * private data, and the entries in there. The page counts from 1; the rectangle is left, bottom, right, top as a reader sees the page, in points.
 */
export const SEAL_PLACE = { application: 'FiscalSeal', page: 'SealPage', rect: 'SealRect' } as const
