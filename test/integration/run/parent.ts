/** Runs a program as the commands do and exits with its code. Arguments: Node code for the program. */
import { runChild } from '#scripts/run/child.ts'

const code = process.argv[2] ?? ''
process.exitCode = await runChild(process.execPath, ['-e', code], {
  cwd: process.cwd(),
  env: process.env,
})
