import { toUtf8 } from '../../base/bytes.js'
import type { DocumentProperties } from './drawing.js'
import { textString, type Dictionary, type StringValue } from './objects.js'

/** Named in the Info dictionary and the XMP packet as what made the file. */
const PRODUCER = 'fiscalseal'

/** Returns the Info dictionary (ISO 32000-1 §14.3.3). */
export function infoDictionary({ title, author, subject, createdAt }: DocumentProperties): Dictionary {
  const date = pdfDate(createdAt)
  return {
    Title: textString(title),
    Author: textString(author),
    Subject: subject === undefined ? undefined : textString(subject),
    Creator: textString(PRODUCER),
    Producer: textString(PRODUCER),
    CreationDate: date,
    ModDate: date,
  }
}

/** Returns an ISO 8601 date and time with offset as a PDF date (ISO 32000-1 §7.9.4): `D:20261122093000+03'00'`. */
export function pdfDate(iso: string): StringValue {
  const digits = (text: string): string => Array.from(text).filter(isDigit).join('')
  const zone = iso.endsWith('Z') ? '+00:00' : iso.slice(-6)
  const moment = digits(iso.slice(0, 19)).padEnd(14, '0')
  return textString(`D:${moment}${zone.slice(0, 3)}'${zone.slice(4)}'`)
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}

/** Returns the XMP packet that says the same as the Info dictionary (ISO 16684-1, ISO 32000-1 §14.3.2). */
export function xmpPacket(properties: DocumentProperties): Uint8Array {
  const { title, author, subject, language, createdAt } = properties
  const inEveryLanguage = (text: string): string =>
    `<rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(text)}</rdf:li></rdf:Alt>`
  const date = escapeXml(createdAt)
  return toUtf8(
    [
      '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
      '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">',
      '<dc:format>application/pdf</dc:format>',
      `<dc:title>${inEveryLanguage(title)}</dc:title>`,
      `<dc:creator><rdf:Seq><rdf:li>${escapeXml(author)}</rdf:li></rdf:Seq></dc:creator>`,
      ...(subject === undefined ? [] : [`<dc:description>${inEveryLanguage(subject)}</dc:description>`]),
      `<dc:language><rdf:Bag><rdf:li>${escapeXml(language)}</rdf:li></rdf:Bag></dc:language>`,
      `<xmp:CreateDate>${date}</xmp:CreateDate><xmp:ModifyDate>${date}</xmp:ModifyDate>`,
      `<xmp:CreatorTool>${PRODUCER}</xmp:CreatorTool><pdf:Producer>${PRODUCER}</pdf:Producer>`,
      '</rdf:Description></rdf:RDF></x:xmpmeta>',
      '<?xpacket end="r"?>',
    ].join('\n'),
  )
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
