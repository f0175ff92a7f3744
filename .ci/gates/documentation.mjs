// Every name that a public entry exports has a doc comment, and so has every method of an exported class or interface.
import { readdirSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import ts from 'typescript'

const parseConfig = () => {
  const { config, error } = ts.readConfigFile('tsconfig.build.json', ts.sys.readFile)
  if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'))
  return ts.parseJsonConfigFileContent(config, ts.sys, '.')
}

const entries = readdirSync('src')
  .filter((name) => name.endsWith('.ts'))
  .map((name) => resolve('src', name))
const program = ts.createProgram(entries, { ...parseConfig().options, noEmit: true })
const checker = program.getTypeChecker()

const original = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
const isDocumented = (symbol) => symbol.getDocumentationComment(checker).length > 0
const isPrivate = (member) => member.name.startsWith('__#') || member.name.startsWith('#')
const isMethod = (member) => (member.flags & ts.SymbolFlags.Method) !== 0 && !isPrivate(member)

const methodsOf = (symbol) => {
  if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))) return []
  return [...(symbol.members?.values() ?? [])].filter(isMethod)
}

const place = (symbol) => {
  const declaration = symbol.declarations?.[0]
  if (declaration === undefined) return 'unknown'
  const source = declaration.getSourceFile()
  const { line } = source.getLineAndCharacterOfPosition(declaration.getStart())
  return `${relative('.', source.fileName)}:${String(line + 1)}`
}

const undocumented = new Map()
let count = 0

for (const entry of entries) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(entry))
  if (module === undefined) continue
  for (const symbol of checker.getExportsOfModule(module).map(original)) {
    count += 1
    for (const one of [symbol, ...methodsOf(symbol)]) {
      if (!isDocumented(one)) undocumented.set(place(one), one.name)
    }
  }
}

for (const [where, name] of undocumented) console.error(`${where}: ${name} has no doc comment`)
if (count === 0) console.error('the entries export nothing')
process.exitCode = undocumented.size === 0 && count > 0 ? 0 : 1
