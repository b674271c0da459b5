import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { SetupError } from './errors.ts'
import { findCommand, hasDisplay } from './system.ts'

/** A display to open windows on. */
export interface Display {
  /** What to add to the environment of a program that opens windows. */
  readonly env: NodeJS.ProcessEnv
  /** Ends the display, if it was started for this. */
  readonly stop: () => void
}

/** The screen of a virtual display: a common laptop's, in 24-bit colour. */
const screen = '1440x900x24'
const startTimeout = 60_000

/** Starts Xvfb on a free display number, which it chooses and tells itself. */
async function start(xvfb: string): Promise<Display> {
  const server = spawn(xvfb, ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  server.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const stop = (): void => {
    server.kill()
  }
  const number = await new Promise<string>((resolve, reject) => {
    const fail = (reason: string): void => {
      stop()
      reject(new SetupError(`The virtual display did not start: ${reason}\n${errors}`))
    }
    const timer = setTimeout(() => fail('no answer'), startTimeout)
    server.on('error', (error) => fail(error.message))
    server.on('exit', (code) => fail(`Xvfb ended with ${code ?? 'a signal'}`))
    const told = server.stdio[3] as Readable
    let text = ''
    told.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
      if (!text.includes('\n')) return
      clearTimeout(timer)
      resolve(text.trim())
    })
  })
  process.once('exit', stop)
  // The server must not keep a finished program alive.
  server.unref()
  return { env: { DISPLAY: `:${number}` }, stop }
}

/**
 * The display there is, or a virtual one.
 * @throws SetupError when there is neither, or Xvfb fails to start
 */
export async function startDisplay(): Promise<Display> {
  if (hasDisplay()) return { env: {}, stop: () => undefined }
  return await startVirtualDisplay()
}

/**
 * A display of one's own, which takes whoever comes: another user's programs too.
 * @throws SetupError when there is no Xvfb, or it fails to start
 */
export async function startVirtualDisplay(): Promise<Display> {
  const xvfb = findCommand(['Xvfb'])
  if (xvfb === undefined) {
    throw new SetupError('There is no display and no Xvfb. Run "npm run setup -- --for test".')
  }
  return await start(xvfb)
}
