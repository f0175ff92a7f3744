/** What another program counts in a trusted list. */
export interface JudgedList {
  readonly sequence: number
  /** Services with the entries of their history. */
  readonly periods: number
  /** Services by the end of their type. */
  readonly types: Readonly<Record<string, number>>
  /** Services by the end of their current status. */
  readonly statuses: Readonly<Record<string, number>>
}

/**
 * What pyHanko 0.38.0 counts in the lists of the corpus (those of EU DSS), by territory; of each it says that the signature holds under the
 * certificates of the list of lists: `python3 test/interop/pyhanko_trusted_lists.py EU.xml.gz AT.xml.gz HU.xml.gz PT.xml.gz …`.
 */
export const JUDGED: Readonly<Record<string, JudgedList>> = {
  AT: {
    sequence: 42,
    periods: 77,
    types: { 'CA/PKC': 3, 'CA/QC': 22, 'Certstatus/OCSP/QC': 1, TSA: 4, 'TSA/QTST': 3 },
    statuses: { deprecatedatnationallevel: 3, granted: 20, recognisedatnationallevel: 4, withdrawn: 6 },
  },
  BG: {
    sequence: 27,
    periods: 121,
    types: {
      ACA: 1,
      'CA/PKC': 1,
      'CA/QC': 19,
      'Certstatus/OCSP': 8,
      'Certstatus/OCSP/QC': 9,
      IdV: 1,
      'PSES/Q': 1,
      'QESValidation/Q': 2,
      RA: 2,
      TSA: 7,
      'TSA/QTST': 5,
    },
    statuses: { deprecatedatnationallevel: 16, granted: 25, recognisedatnationallevel: 4, withdrawn: 11 },
  },
  CZ: {
    sequence: 77,
    periods: 207,
    types: { 'CA/QC': 19, 'PSES/Q': 3, 'QESValidation/Q': 7, 'TSA/QTST': 104 },
    statuses: { granted: 74, withdrawn: 59 },
  },
  EL: {
    sequence: 42,
    periods: 91,
    types: { 'CA/PKC': 2, 'CA/QC': 51, 'TSA/QTST': 6 },
    statuses: { granted: 52, recognisedatnationallevel: 2, withdrawn: 5 },
  },
  ES: {
    sequence: 88,
    periods: 361,
    types: {
      'CA/QC': 123,
      'Certstatus/OCSP/QC': 1,
      'EDS/Q': 3,
      'PSES/Q': 2,
      'QESValidation/Q': 2,
      'TSA/QTST': 18,
    },
    statuses: { granted: 75, withdrawn: 74 },
  },
  FR: {
    sequence: 56,
    periods: 248,
    types: { 'CA/QC': 84, 'EDS/Q': 7, 'PSES/Q': 1, 'QESValidation/Q': 1, 'TSA/QTST': 28 },
    statuses: { granted: 71, withdrawn: 50 },
  },
  HR: {
    sequence: 27,
    periods: 39,
    types: { 'CA/PKC': 4, 'CA/QC': 7, TSA: 1, 'TSA/QTST': 5 },
    statuses: { deprecatedatnationallevel: 1, granted: 9, recognisedatnationallevel: 4, withdrawn: 3 },
  },
  HU: {
    sequence: 51,
    periods: 611,
    types: {
      Archiv: 6,
      'CA/PKC': 59,
      'CA/QC': 33,
      'Certstatus/CRL': 2,
      'Certstatus/OCSP': 1,
      'PSES/Q': 3,
      TSA: 11,
      'TSA/QTST': 131,
      'TSA/TSS-AdESQCandQES': 16,
    },
    statuses: { deprecatedatnationallevel: 53, granted: 101, recognisedatnationallevel: 42, withdrawn: 66 },
  },
  IT: {
    sequence: 141,
    periods: 936,
    types: { 'CA/QC': 174, IdV: 119, TSA: 3, 'TSA/QTST': 18, 'TSA/TSS-QC': 49 },
    statuses: { deprecatedatnationallevel: 9, granted: 151, recognisedatnationallevel: 162, withdrawn: 41 },
  },
  PL: {
    sequence: 110,
    periods: 235,
    types: {
      ACA: 3,
      'CA/QC': 33,
      'Certstatus/OCSP': 6,
      'Certstatus/OCSP/QC': 2,
      'EDS/Q': 3,
      'NationalRootCA-QC': 3,
      'PSES/Q': 3,
      'QESValidation/Q': 2,
      'TSA/QTST': 31,
      'TSA/TSS-QC': 10,
      unspecified: 6,
    },
    statuses: { deprecatedatnationallevel: 18, granted: 28, recognisedatnationallevel: 10, withdrawn: 46 },
  },
  PT: {
    sequence: 49,
    periods: 104,
    types: { 'CA/PKC': 1, 'CA/QC': 31, RA: 1, 'TSA/QTST': 18 },
    statuses: { deprecatedatnationallevel: 1, granted: 35, recognisedatnationallevel: 1, withdrawn: 14 },
  },
  SI: {
    sequence: 37,
    periods: 122,
    types: { 'CA/PKC': 1, 'CA/QC': 33, 'EDS/Q': 1, 'QESValidation/Q': 1, 'TSA/QTST': 12, 'TSA/TSS-QC': 12 },
    statuses: { deprecatedatnationallevel: 11, granted: 35, recognisedatnationallevel: 2, withdrawn: 12 },
  },
  SK: {
    sequence: 59,
    periods: 181,
    types: {
      'CA/QC': 14,
      'Certstatus/OCSP/QC': 24,
      'NationalRootCA-QC': 2,
      'PSES/Q': 3,
      'QESValidation/Q': 4,
      SignaturePolicyAuthority: 3,
      'TSA/QTST': 66,
    },
    statuses: { granted: 108, recognisedatnationallevel: 5, withdrawn: 3 },
  },
}

/** Territories that pyHanko finds pointers to in the list of lists, number 248. */
export const POINTED_TO =
  'AT BE BG CY CZ DE DK EE EL ES EU FI FR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK UK'.split(' ')
