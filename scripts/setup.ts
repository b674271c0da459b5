/** `npm run setup [-- --for lab|start|package|bench|test]`: brings what npm's install scripts would have. */
import { runCommand } from './run/command.ts'
import { createContext } from './setup/context.ts'
import { UsageError } from './setup/errors.ts'
import { purposes, setUp, type Purpose, type SetupResult } from './setup/index.ts'

/** The purpose that the arguments name. @throws UsageError */
function purposeOf(args: readonly string[]): Purpose {
  if (args.length === 0) return 'start'
  const purpose = purposes.find((name) => name === args[1])
  if (args[0] === '--for' && purpose !== undefined && args.length === 2) return purpose
  throw new UsageError(`Usage: npm run setup [-- --for ${purposes.join('|')}]`)
}

/** One line that says what is ready. */
function summary({ tensorflow, electron, browser, node24 }: SetupResult): string {
  const { tfjsNode, libtensorflow } = tensorflow
  const parts = [`native TensorFlow (tfjs-node ${tfjsNode}, libtensorflow ${libtensorflow})`]
  if (electron) {
    const origin = electron.thirdParty ? " (a third party's copy)" : ''
    parts.push(`Electron ${electron.version}${origin}`)
  }
  if (browser !== undefined) parts.push(browser)
  if (node24 !== undefined) parts.push('Node 24')
  return `Ready: ${parts.join(', ')}.`
}

await runCommand(async () => {
  const purpose = purposeOf(process.argv.slice(2))
  const result = await setUp(createContext(process.stdout), purpose, false)
  process.stdout.write(`${summary(result)}\n`)
  for (const problem of result.problems) process.stderr.write(`${problem}\n`)
  return result.problems.length > 0 ? 1 : 0
})
