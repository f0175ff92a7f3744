import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** A folder of a user's project with the packed package in its node_modules. */
export interface Installation {
  readonly folder: string
  /** Where the package itself was put. */
  readonly packageFolder: string
  /** Runs a script that lies in the project with plain Node and returns what it printed; fails with what it complained of. */
  readonly runScript: (name: string, source: string) => Promise<string>
  readonly remove: () => Promise<void>
}

const run = (command: string, args: readonly string[], cwd: string): Promise<string> =>
  new Promise((done, fail) => {
    const env = { ...process.env, NODE_OPTIONS: '', npm_config_audit: 'false', npm_config_fund: 'false' }
    execFile(command, args, { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error === null) done(stdout)
      else fail(new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error }))
    })
  })

const pack = async (folder: string): Promise<string> => {
  await run(process.execPath, [resolve('.ci/build.mjs'), '--unchecked'], process.cwd())
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const output = await run('npm', args, process.cwd())
  const [packed] = JSON.parse(output) as readonly { readonly filename: string }[]
  if (packed === undefined) throw new Error('npm pack made nothing')
  return join(folder, packed.filename)
}

/** Unpacks the tarball and links the packages that it depends on from our own node_modules: needs no registry. */
const unpack = async (tarball: string, folder: string): Promise<void> => {
  const packageFolder = join(folder, 'node_modules/fiscalseal')
  await mkdir(packageFolder, { recursive: true })
  await run('tar', ['-xzf', tarball, '-C', packageFolder, '--strip-components', '1'], folder)
  const { dependencies } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>
  }
  for (const name of Object.keys(dependencies)) {
    const link = join(folder, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(resolve('node_modules', name), link)
  }
}

const installFromRegistry = async (tarball: string, folder: string): Promise<void> => {
  await run('npm', ['install', '--prefer-offline', '--ignore-scripts', '--omit=dev', tarball], folder)
}

/** Builds, packs and installs the package; with FISCALSEAL_INSTALL=registry its dependencies come from the registry. */
export const installPackage = async (): Promise<Installation> => {
  const folder = await mkdtemp(join(tmpdir(), 'fiscalseal-package-'))
  await writeFile(join(folder, 'package.json'), '{ "name": "shop", "private": true }\n')
  const tarball = await pack(folder)
  const install = process.env['FISCALSEAL_INSTALL'] === 'registry' ? installFromRegistry : unpack
  await install(tarball, folder)
  return {
    folder,
    packageFolder: join(folder, 'node_modules/fiscalseal'),
    runScript: async (name, source) => {
      await writeFile(join(folder, name), source)
      return run(process.execPath, [name], folder)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
