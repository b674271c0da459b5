/**
 * `npm run package [-- dir deb AppImage rpm nsis dmg]`: builds the desktop package in `dist`, in every form
 * that was asked for and that this machine can build; without arguments in its own.
 */
import { packageNames } from '../electron-builder.config.ts'
import { packApp, packInstaller, type Packing } from './package/app.ts'
import { buildDeb } from './package/deb/index.ts'
import { sizeLines } from './package/sizes.ts'
import { chooseTargets, lacking, type Target } from './package/targets.ts'
import { ensureBuilt } from './run/build.ts'
import { runCommand } from './run/command.ts'
import { createContext, versionOf } from './setup/context.ts'
import { SetupError } from './setup/errors.ts'
import { setUp } from './setup/index.ts'

/** The targets that can be built here; what the others lack is said. */
async function possible(
  targets: readonly Target[],
  machine: Parameters<typeof lacking>[1],
  say: (line: string) => void,
): Promise<Target[]> {
  const found: Target[] = []
  for (const target of targets) {
    const sentence = await lacking(target, machine)
    if (sentence === undefined) found.push(target)
    else say(sentence)
  }
  return found
}

await runCommand(async () => {
  const context = createContext(process.stdout)
  const { root, env, platform, arch, report } = context
  const targets = chooseTargets(process.argv.slice(2), { platform, arch, env })
  const builds = await possible(targets, { platform, arch, env }, (line) => report.say(line))
  if (builds.length === 0) return 1

  const { electron, problems } = await setUp(context, 'package', true)
  for (const problem of problems) report.say(problem)
  if (!electron) return 1
  await ensureBuilt(root, report)

  const packing: Packing = { root, version: versionOf(root), electron, env }
  const names = packageNames(packing.version, electron.thirdParty)
  if (electron.thirdParty) {
    report.say(
      `A third party's Electron: the package is called ${names.product}. Do not hand it on.`,
    )
  }
  const folder = await packApp(packing)
  report.say(`${folder}: ${sizeLines(folder).join('\n')}`)

  let failed = targets.length - builds.length
  for (const target of builds.filter((each) => each !== 'dir')) {
    try {
      const files =
        target === 'deb'
          ? [await buildDeb({ root, folder, names, report })]
          : await packInstaller(packing, target, folder)
      for (const file of files) report.say(`${target}: ${file}`)
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      report.say(error.message)
      failed++
    }
  }
  return failed > 0 ? 1 : 0
})
