/** `npm start [-- --serve] [--port N]`: sets up, builds if needed and opens the program. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './run/build.ts'
import { labEnvironment, runChild } from './run/child.ts'
import { runCommand } from './run/command.ts'
import { chooseShell } from './run/shell.ts'
import { createContext } from './setup/context.ts'
import { UsageError, sentenceOf } from './setup/errors.ts'
import { setUp } from './setup/index.ts'
import { hasDisplay, isRoot } from './setup/system.ts'

/** What the arguments ask for. A port is one of the served page's. @throws UsageError */
function readArguments(args: string[]): { serve: boolean; port: string[] } {
  try {
    const options = { serve: { type: 'boolean' }, port: { type: 'string' } } as const
    const { serve, port } = parseArgs({ args, options }).values
    return {
      serve: serve === true || port !== undefined,
      port: port === undefined ? [] : ['--port', port],
    }
  } catch (error) {
    throw new UsageError(`${sentenceOf(error)}\nUsage: npm start [-- --serve] [--port N]`)
  }
}

await runCommand(async () => {
  const { serve, port } = readArguments(process.argv.slice(2))
  const context = createContext(process.stdout)
  const { root, env, platform, report } = context
  const ready = await setUp(context, serve ? 'lab' : 'start', true)
  for (const problem of ready.problems) report.say(problem)
  await ensureBuilt(root, report)

  const display = hasDisplay(env, platform)
  const { electron } = ready
  const shell = chooseShell({ serve, display, electron, root: isRoot(), platform, env })
  for (const line of shell.say) report.say(line)
  const childEnv = labEnvironment(env)
  if (shell.kind === 'served') {
    const entry = join(root, 'out', 'main', 'serve.js')
    return await runChild(process.execPath, [entry, ...port], { cwd: root, env: childEnv })
  }
  // Set by programs that are Electron apps themselves; it would turn ours into plain Node.
  delete childEnv.ELECTRON_RUN_AS_NODE
  const { executable } = shell.electron
  return await runChild(executable, [...shell.switches, root], { cwd: root, env: childEnv })
})
