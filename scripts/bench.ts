/** `npm run bench`: the measurements, with an Electron and a display for those of the app. */
import { join } from 'node:path'
import { ensureBuilt } from './run/build.ts'
import { labEnvironment, runChild } from './run/child.ts'
import { runCommand } from './run/command.ts'
import { createContext } from './setup/context.ts'
import { startDisplay } from './setup/display.ts'
import { setUp } from './setup/index.ts'

await runCommand(async () => {
  const context = createContext(process.stderr)
  const { root, report } = context
  const ready = await setUp(context, 'bench', true)
  for (const problem of ready.problems) report.say(problem)
  await ensureBuilt(root, report)
  const display = await startDisplay()
  try {
    const env = { ...labEnvironment(), ...display.env }
    if (ready.electron) env.DESCENT_LAB_ELECTRON = ready.electron.executable
    const args = [join(root, 'out', 'main', 'bench.js'), ...process.argv.slice(2)]
    return await runChild(process.execPath, args, { cwd: root, env })
  } finally {
    display.stop()
  }
})
