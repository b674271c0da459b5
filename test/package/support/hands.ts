import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/*
 * Hands on the screen itself, for what lies outside the page: windows and dialogs of the system. There
 * is no window manager, so nobody else gives a window the keys.
 */

async function xdotool(...args: string[]): Promise<string> {
  return (await run('xdotool', args, { timeout: 120_000 })).stdout.trim()
}

/** Waits for a window that is shown. @param title a regular expression */
export async function windowOf(title: string): Promise<string> {
  const found = await xdotool('search', '--sync', '--onlyvisible', '--name', title)
  const last = found.split('\n').at(-1)
  if (last === undefined || last === '') throw new Error(`no window is called ${title}`)
  return last
}

/** What is written above a window. */
export function titleOf(window: string): Promise<string> {
  return xdotool('getwindowname', window)
}

/** Presses keys in a window. */
export async function press(window: string, ...keys: string[]): Promise<void> {
  await xdotool('windowfocus', '--sync', window)
  await xdotool('key', '--clearmodifiers', ...keys)
}

/** Types into a window. */
export async function type(window: string, text: string): Promise<void> {
  await xdotool('windowfocus', '--sync', window)
  await xdotool('type', '--clearmodifiers', '--delay', '5', text)
}
