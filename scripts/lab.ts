/** `npm run -s lab -- <command>`: the command line, on a TensorFlow and a build that are there. */
import { join } from 'node:path'
import { ensureBuilt } from './run/build.ts'
import { labEnvironment, runChild } from './run/child.ts'
import { runCommand } from './run/command.ts'
import { createContext } from './setup/context.ts'
import { setUp } from './setup/index.ts'

await runCommand(async () => {
  // Standard output belongs to the command alone: `--json` is read by programs.
  const context = createContext(process.stderr)
  await setUp(context, 'lab', true)
  await ensureBuilt(context.root, context.report)
  const entry = join(context.root, 'out', 'main', 'cli.js')
  const args = [entry, ...process.argv.slice(2)]
  // Paths among the arguments are relative to where the person stands, not to the clone.
  const cwd = context.env.INIT_CWD ?? process.cwd()
  return await runChild(process.execPath, args, { cwd, env: labEnvironment() })
})
