import type { SetupContext } from '../setup/context.ts'
import { startVirtualDisplay } from '../setup/display.ts'
import { canTestPackage } from '../setup/package-tools.ts'
import { ensureDeb } from '../package/deb/current.ts'
import type { Count } from './count.ts'
import { runPlaywright, type Surroundings } from './runners.ts'

/** Starts a program where there is no network but a loopback. */
const offline = ['unshare', '--net', '--', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']

/** Installs the package and tests it as installed, offline; where it cannot be, says so. */
export async function runPackage(
  context: SetupContext,
  { env, onOutput }: Pick<Surroundings, 'env' | 'onOutput'>,
): Promise<Count> {
  if (!canTestPackage(context.platform)) {
    context.report.say('Not run: a deb is installed by root on Debian.')
    return { passed: 0, failed: 0 }
  }
  const deb = await ensureDeb(context, env, offline, onOutput)
  const display = await startVirtualDisplay()
  try {
    const shown = { ...env, ...display.env, DESCENT_LAB_DEB: deb }
    const { root } = context
    return await runPlaywright({ root, env: shown, prefix: offline, onOutput }, 'package')
  } finally {
    display.stop()
  }
}
