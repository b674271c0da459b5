import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from '#shared/schema.ts'

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
})

const stateSchema = z.object({ bounds: boundsSchema, maximised: z.boolean() })

/** In device-independent pixels. */
export type Bounds = z.output<typeof boundsSchema>

/** Where a window was and shall be again. */
export type WindowState = z.output<typeof stateSchema>

const preferred = { width: 1440, height: 900 }

/** So much of the window must lie on a screen for a hand to reach it. */
const reachable = 120

/**
 * @param remembered where the window was; undefined at the first start
 * @param screens the parts of the screens that windows may use, the primary one first
 * @returns where the window goes: where it was, or in the middle of the primary screen when that
 *   place is on no screen any more; never larger than its screen
 */
export function placeWindow(
  remembered: WindowState | undefined,
  screens: readonly Bounds[],
): WindowState {
  const primary = screens[0] ?? { x: 0, y: 0, ...preferred }
  const bounds = remembered?.bounds
  const screen = bounds && screens.find((each) => overlaps(bounds, each))
  if (!bounds || !screen) {
    return {
      bounds: centre(bounds ?? preferred, primary),
      maximised: remembered?.maximised ?? false,
    }
  }
  const width = Math.min(bounds.width, screen.width)
  const height = Math.min(bounds.height, screen.height)
  return { bounds: { ...bounds, width, height }, maximised: remembered.maximised }
}

function overlaps(a: Bounds, b: Bounds): boolean {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  // The title bar, by which it is moved, is at its top.
  return across >= reachable && down >= reachable && a.y >= b.y - 1
}

function centre(size: { width: number; height: number }, screen: Bounds): Bounds {
  const width = Math.min(size.width, screen.width)
  const height = Math.min(size.height, screen.height)
  return {
    x: Math.round(screen.x + (screen.width - width) / 2),
    y: Math.round(screen.y + (screen.height - height) / 2),
    width,
    height,
  }
}

/** @returns undefined when there is nothing there that can be understood */
export function readWindowState(path: string): WindowState | undefined {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** Keeps it for the next start. A place that cannot be kept is no reason to bother anybody. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.draft`, JSON.stringify(state))
    renameSync(`${path}.draft`, path)
  } catch (error) {
    console.error(`The window's place was not kept: ${String(error)}`)
  }
}
