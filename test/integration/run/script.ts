import { spawn, type ChildProcess } from 'node:child_process'
import { pathToFileURL, fileURLToPath } from 'node:url'
import { createRequire } from 'node:module'

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** A script running in a process of its own. */
export interface RunningScript {
  child: ChildProcess
  /** What it has printed so far, on both of its streams. */
  output: () => string
  /** The same of standard output alone. */
  stdout: () => string
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | string | null>
}

/**
 * Starts a TypeScript file.
 * @param file its address, as `new URL('name.ts', import.meta.url)`
 * @param shell that runs it and waits for its end. @default none
 */
export function startScript(
  file: URL,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  shell?: string,
): RunningScript {
  const words = [process.execPath, '--import', loader, fileURLToPath(file), ...args]
  const [command, ...rest] = shell ? [shell, '-c', '"$0" "$@"; exit', ...words] : words
  const child = spawn(command!, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  return { child, output: () => output, stdout: () => stdout, ended }
}

/** Waits until a running script has printed something. */
export async function printed(script: RunningScript, text: string): Promise<void> {
  let over = false
  const end = script.ended.then(() => (over = true))
  while (!script.output().includes(text)) {
    if (over) throw new Error(`it ended without "${text}":\n${script.output()}`)
    await Promise.race([end, new Promise((resolve) => setTimeout(resolve, 20))])
  }
}
