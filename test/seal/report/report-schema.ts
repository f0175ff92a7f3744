import Ajv2020 from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'

/** Returns what checks a report as JSON against the schema that ships with the package. */
export function reportSchema(): ValidateFunction {
  const schema = JSON.parse(readFileSync('src/seal/report/report.schema.json', 'utf8')) as object
  return new Ajv2020.default({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema)
}
