/** The seller of every receipt that is measured. */
export const seller = { legalName: 'Soko Ltd', taxId: 'P051234567X', country: 'KE' }
