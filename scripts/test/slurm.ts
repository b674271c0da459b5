import type { SetupContext } from '../setup/context.ts'
import { lackingSlurm } from '../setup/slurm-tools.ts'
import { isRoot } from '../setup/system.ts'
import type { Count } from './count.ts'
import { runVitest, type Surroundings } from './runners.ts'

/** Runs sweeps and tournaments on a cluster of two nodes of its own; where there can be none, says why. */
export async function runSlurm(
  { env, platform, report }: SetupContext,
  surroundings: Surroundings,
): Promise<Count> {
  const reason = whyNot(env, platform)
  if (reason === undefined) return runVitest(surroundings, 'slurm')
  report.say(`Not run: ${reason}`)
  return { passed: 0, failed: 0 }
}

/** @returns why no cluster can be started here */
function whyNot(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  if (platform !== 'linux') return 'Slurm is for Linux.'
  const lacking = lackingSlurm(env)
  if (lacking.length > 0) return `Slurm lacks (Debian calls it ${lacking.join(', ')}).`
  return isRoot() ? undefined : 'the nodes of a cluster are started by root.'
}
