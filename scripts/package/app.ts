import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Platform, build, type AfterPackContext, type Configuration } from 'electron-builder'
import { packageConfig } from '../../electron-builder.config.ts'
import { SetupError, sentenceOf } from '../setup/errors.ts'
import { thirdPartyMark, type FoundElectron } from '../setup/electron.ts'
import { licenceNotices } from './notices.ts'
import { stripLibraries } from './strip.ts'
import type { Target } from './targets.ts'

/** What electron-builder is given: the configuration and how it came about. */
export interface Packing {
  readonly root: string
  /** Of the project. */
  readonly version: string
  readonly electron: FoundElectron
  readonly env: NodeJS.ProcessEnv
}

/** Where electron-builder lays the unpacked app. */
function appFolder(root: string): string {
  const arch = process.arch === 'x64' ? '' : `-${process.arch}`
  const unpacked = process.platform === 'darwin' ? '' : '-unpacked'
  return join(root, 'dist', `${Platform.current().buildConfigurationKey}${arch}${unpacked}`)
}

/** Takes out what lies in the copy of Electron and is not part of an app. */
async function afterExtract({ appOutDir }: { appOutDir: string }): Promise<void> {
  // Set-up's stand-in for Electron's default app would run in our app's place.
  await rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true })
  for (const name of ['version', join('resources', 'default_app.asar')]) {
    await rm(join(appOutDir, name), { force: true })
  }
}

function configuration({ root, version, electron, env }: Packing): Configuration {
  return {
    ...packageConfig(version, electron, join(root, 'dist', 'licences.txt')),
    afterExtract,
    afterPack: async ({ appOutDir, electronPlatformName }: AfterPackContext) => {
      if (electronPlatformName !== 'linux') return
      await stripLibraries(join(appOutDir, 'resources', 'app.asar.unpacked'), env)
    },
  }
}

async function builder(packing: Packing, target: string, prepackaged?: string): Promise<string[]> {
  try {
    return await build({
      projectDir: packing.root,
      targets: Platform.current().createTarget(target),
      config: configuration(packing),
      publish: 'never',
      ...(prepackaged === undefined ? {} : { prepackaged }),
    })
  } catch (error) {
    throw new SetupError(`${target}: electron-builder failed: ${sentenceOf(error)}`)
  }
}

/**
 * Builds the unpacked app in `dist`.
 * @returns its folder
 * @throws SetupError with electron-builder's sentence
 */
export async function packApp(packing: Packing): Promise<string> {
  const { root, electron } = packing
  const folder = appFolder(root)
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(root, 'dist'), { recursive: true })
  await writeFile(join(root, 'dist', 'licences.txt'), licenceNotices(root))
  await builder(packing, 'dir')
  if (!existsSync(folder)) throw new SetupError(`electron-builder left nothing in ${folder}.`)
  if (electron.thirdParty && !existsSync(join(folder, thirdPartyMark))) {
    throw new SetupError(`The package in ${folder} does not say whose Electron it has.`)
  }
  return folder
}

/** Makes an installer of the unpacked app. @returns its files */
export function packInstaller(packing: Packing, target: Target, folder: string): Promise<string[]> {
  return builder(packing, target, folder)
}
