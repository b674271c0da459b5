import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { run, tail } from './command.ts'
import type { SetupContext } from './context.ts'
import { fingerprint, readStamp, writeStamp } from './stamp.ts'

/** What the matmul in a child process reported. */
export interface TensorflowVersions {
  readonly tfjsNode: string
  readonly libtensorflow: string
}

/** Working, with what it reported, or not, with the child's last words. */
export type TensorflowCheck = { versions: TensorflowVersions } | { failure: string }

const require = createRequire(import.meta.url)

/** Loading takes half a second; a cold disk may need a minute for the 250 MB. Milliseconds. */
const matmulTimeout = 120_000

/** Where a clone's tfjs-node is. */
export function packageFolder(root: string): string {
  return join(root, 'node_modules', '@tensorflow', 'tfjs-node')
}

/** The files that a working addon consists of, by their fingerprint. */
function addonPrint(root: string): string | undefined {
  const folder = packageFolder(root)
  const library = process.platform === 'win32' ? 'tensorflow.dll' : 'libtensorflow'
  const extension = process.platform === 'darwin' ? '.dylib' : '.so'
  const libraryFile = process.platform === 'win32' ? library : `${library}${extension}`
  return fingerprint([
    join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'),
    join(folder, 'deps', 'lib', libraryFile),
  ])
}

async function multiply(context: SetupContext): Promise<TensorflowCheck> {
  const loader = pathToFileURL(require.resolve('tsx')).href
  const script = fileURLToPath(new URL('matmul.ts', import.meta.url))
  const result = await run(process.execPath, ['--import', loader, script, context.root], {
    cwd: context.root,
    env: { ...context.env, TF_CPP_MIN_LOG_LEVEL: '2' },
    timeout: matmulTimeout,
  })
  if (result.code !== 0) return { failure: tail(result) }
  return { versions: JSON.parse(result.stdout) as TensorflowVersions }
}

/**
 * Loads a clone's addon in a child process, multiplies two matrices with it and notes that it
 * worked.
 * @param quick believe an earlier note as long as the files are the same
 */
export async function checkTensorflow(
  context: SetupContext,
  quick: boolean,
): Promise<TensorflowCheck> {
  const { root } = context
  const noted = quick ? readStamp<TensorflowVersions>(root, addonPrint(root)) : undefined
  if (noted) return { versions: noted }
  const check = await multiply(context)
  if ('versions' in check) writeStamp(root, addonPrint(root), check.versions)
  return check
}
