import { join } from 'node:path'
import { run, tail } from './command.ts'
import type { SetupContext } from './context.ts'
import { probe } from './probe.ts'
import { findCommand, isExecutable } from './system.ts'

/** Chromium's own name first: what Debian's package, and most machines' Chrome, is called. */
const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const downloadTimeout = 10 * 60_000

/** Where macOS and Windows keep Chrome, which is on no search path there. */
function usualPlaces(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ]
  }
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'))
  }
  return []
}

async function playwrightBrowser(): Promise<string> {
  // Loaded only here: it takes longer than everything else in this file.
  const { chromium } = await import('@playwright/test')
  return chromium.executablePath()
}

/**
 * A browser that is on this machine: `CHROME_PATH`, Chromium, Chrome, or the one that
 * Playwright downloaded. A `CHROME_PATH` that leads nowhere finds nothing.
 */
export async function findBrowser(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  if (env.CHROME_PATH) return isExecutable(env.CHROME_PATH) ? env.CHROME_PATH : undefined
  const usual = findCommand(commands, env) ?? usualPlaces(env, platform).find(isExecutable)
  if (usual !== undefined) return usual
  const own = await playwrightBrowser()
  return isExecutable(own) ? own : undefined
}

/** Lets Playwright download its own browser, where its host answers. @returns the browser */
export async function downloadBrowser(context: SetupContext): Promise<string | undefined> {
  const { env, report, root } = context
  const host = env.PLAYWRIGHT_DOWNLOAD_HOST ?? 'https://cdn.playwright.dev'
  const found = await probe(host, env)
  if (!found.reachable) {
    report.say(`Browser: Playwright's host cannot be reached (${found.reason}).`)
    return undefined
  }
  report.say('Browser: Playwright downloads its own Chromium (about 170 MB).')
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  const result = await run(process.execPath, [cli, 'install', 'chromium'], {
    cwd: root,
    env,
    timeout: downloadTimeout,
  })
  const own = await playwrightBrowser()
  if (result.code === 0 && isExecutable(own)) return own
  report.say(`Browser: Playwright's download failed.\n${tail(result)}`)
  return undefined
}
