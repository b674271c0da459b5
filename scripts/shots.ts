/**
 * `npm run shots [-- folder]`: photographs every stage of the desktop app in each size, theme and
 * language, to be looked at. @default folder test-results/shots
 */
import { join, resolve } from 'node:path'
import { ensureBuilt } from './run/build.ts'
import { labEnvironment, runChild } from './run/child.ts'
import { runCommand } from './run/command.ts'
import { createContext } from './setup/context.ts'
import { startDisplay } from './setup/display.ts'
import { setUp } from './setup/index.ts'

await runCommand(async () => {
  const context = createContext(process.stderr)
  const { root, report } = context
  const { electron, problems } = await setUp(context, 'bench', true)
  for (const problem of problems) report.say(problem)
  if (!electron) return 1
  await ensureBuilt(root, report)
  const folder = resolve(process.argv[2] ?? join(root, 'test-results', 'shots'))
  const display = await startDisplay()
  try {
    const env = {
      ...labEnvironment(),
      ...display.env,
      DESCENT_LAB_ELECTRON: electron.executable,
      DESCENT_LAB_SHOTS: folder,
    }
    const tool = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
    const args = [tool, 'test', '--project=electron', 'looks.electron']
    const code = await runChild(process.execPath, args, { cwd: root, env })
    process.stdout.write(`The pictures are in ${folder}.\n`)
    return code
  } finally {
    display.stop()
  }
})
