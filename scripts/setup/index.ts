import { aptCommand, installPackages } from './apt.ts'
import { downloadBrowser, findBrowser } from './browser.ts'
import type { SetupContext } from './context.ts'
import { askVersion, ensureElectron } from './electron-install.ts'
import type { FoundElectron } from './electron.ts'
import { SetupError, sentenceOf } from './errors.ts'
import { missingLibraries } from './libraries.ts'
import { ensureNode24 } from './node24.ts'
import { canTestPackage, lackingTools } from './package-tools.ts'
import { needSentence, planSystem } from './plan.ts'
import { findTorchPython } from './python.ts'
import { lackingSlurm } from './slurm-tools.ts'
import { findCommand, hasDisplay, isDebian, isRoot, nodeNote } from './system.ts'
import type { TensorflowVersions } from './tensorflow-check.ts'
import { ensureTensorflow } from './tensorflow.ts'

/** What the set-up is for; each purpose needs more than the one before. */
export const purposes = ['lab', 'start', 'package', 'bench', 'test'] as const
export type Purpose = (typeof purposes)[number]

/** What is ready. A part that could not be had is missing here and named in `problems`. */
export interface SetupResult {
  tensorflow: TensorflowVersions
  electron?: FoundElectron
  browser?: string
  node24?: string
  /** Sentences that say what is missing and what to do. */
  problems: string[]
}

/** Runs one part; what it lacks becomes a problem, so that the other parts are still set up. */
async function attempt<T>(problems: string[], part: () => Promise<T>): Promise<T | undefined> {
  try {
    return await part()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    problems.push(sentenceOf(error))
    return undefined
  }
}

interface SystemNeeds {
  readonly electron: FoundElectron | undefined
  /** Windows will be opened, on a virtual display where there is no other. */
  readonly display: boolean
  readonly browser: boolean
  /** A package will be installed and tested. */
  readonly packageTests: boolean
  readonly torch: boolean
  readonly slurm: boolean
}

/** Installs what the system lacks, or says how to. */
async function ensureSystem(
  context: SetupContext,
  needs: SystemNeeds,
  problems: string[],
): Promise<void> {
  const { env, platform, report } = context
  const debian = isDebian(platform)
  const plan = planSystem({
    debian,
    root: isRoot(),
    missingLibraries: needs.electron
      ? await missingLibraries(needs.electron.executable, platform)
      : [],
    lacksXvfb: needs.display && !hasDisplay(env, platform) && !findCommand(['Xvfb'], env),
    lacksTools: needs.packageTests ? lackingTools(env) : [],
    lacksBrowser: needs.browser,
    lacksTorch: needs.torch,
    lacksSlurm: needs.slurm ? lackingSlurm(env) : [],
  })
  for (const need of plan.tell) {
    problems.push(needSentence(need, debian ? await aptCommand(need.packages) : undefined))
  }
  if (plan.install.length === 0) return
  for (const need of plan.install) report.say(`Missing: ${need.what}.`)
  const packages = plan.install.flatMap((need) => need.packages)
  await attempt(problems, () => installPackages(packages, report))
}

/** An Electron that starts, or a problem that says why it doesn't. */
async function checkElectron(
  found: FoundElectron,
  platform: NodeJS.Platform,
  problems: string[],
): Promise<FoundElectron | undefined> {
  const lacking = await missingLibraries(found.executable, platform)
  if (lacking.length > 0) {
    // Where they could not be installed, that has been told with the command that does it.
    if (problems.length === 0) problems.push(`Electron still lacks ${lacking.join(', ')}.`)
    return undefined
  }
  const version = await askVersion(found.executable)
  if (version !== undefined) return { ...found, version }
  problems.push(`Electron does not start: ${found.executable}`)
  return undefined
}

/** The browser for the tests, by whatever does not need the system's packages. */
async function browserWithoutSystem(
  context: SetupContext,
  problems: string[],
): Promise<{ browser?: string; lacking: boolean }> {
  const browser = await findBrowser(context.env, context.platform)
  if (browser !== undefined) return { browser, lacking: false }
  if (context.env.CHROME_PATH) {
    problems.push(`CHROME_PATH is ${context.env.CHROME_PATH}, but no program is there.`)
    return { lacking: false }
  }
  const downloaded = await downloadBrowser(context)
  return { browser: downloaded, lacking: downloaded === undefined }
}

/**
 * Brings everything that a purpose needs. What is there already costs a look.
 * @param quick believe the last matmul where nothing has changed since
 * @throws SetupError when native TensorFlow can't be had: nothing works without it
 */
export async function setUp(
  context: SetupContext,
  purpose: Purpose,
  quick: boolean,
): Promise<SetupResult> {
  const problems: string[] = []
  const tensorflow = await ensureTensorflow(context, quick)
  const result: SetupResult = { tensorflow, problems }
  if (purpose === 'lab') return result
  if (purpose === 'start' && !hasDisplay(context.env, context.platform)) return result
  const note = purpose === 'package' ? nodeNote(process.versions.node) : undefined
  if (note !== undefined) context.report.say(note)

  const electron = await attempt(problems, () => ensureElectron(context))
  const forTests = purpose === 'test'
  const found = forTests ? await browserWithoutSystem(context, problems) : { lacking: false }
  const display = purpose === 'bench' || forTests
  const packageTests = forTests && canTestPackage(context.platform)
  const needs = {
    electron,
    display,
    packageTests,
    browser: found.lacking,
    torch: forTests && (await findTorchPython(context.env)) === undefined,
    slurm: forTests && context.platform === 'linux',
  }
  await ensureSystem(context, needs, problems)
  if (electron) result.electron = await checkElectron(electron, context.platform, problems)
  if (!forTests) return result
  result.browser = found.browser ?? (await findBrowser(context.env, context.platform))
  result.node24 = await attempt(problems, () => ensureNode24(context))
  return result
}
