import { run } from './command.ts'
import { findCommand } from './system.ts'

/** Debian's own interpreter: `python3` on the search path may be another, without Debian's packages. */
const systemPython = '/usr/bin/python3'

/** Prints nothing and ends well where the module could be imported, without importing it. */
const importTorch =
  'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)'

/**
 * A Python that has PyTorch, on which the tests run exported scripts: `DESCENT_LAB_PYTHON`, the one on
 * the search path, or the system's. A `DESCENT_LAB_PYTHON` without PyTorch finds nothing.
 */
export async function findTorchPython(
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  const candidates = env.DESCENT_LAB_PYTHON
    ? [env.DESCENT_LAB_PYTHON]
    : [findCommand(['python3'], env), systemPython]
  for (const python of candidates) {
    if (python === undefined) continue
    if ((await run(python, ['-c', importTorch], { env })).code === 0) return python
  }
  return undefined
}
