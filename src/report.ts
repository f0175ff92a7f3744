export { reportToJson } from './seal/report/json.js'
export { reportToText } from './seal/report/text.js'
