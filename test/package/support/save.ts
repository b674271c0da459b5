import { stat } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { press, type, windowOf } from './hands.ts'

/**
 * Has the app save something, and answers the system's dialog as hands do: types where to, and presses
 * Return.
 *
 * @param ask what makes the app ask
 * @param path absolute, where nothing is yet
 */
export async function saveAs(page: Page, ask: () => Promise<void>, path: string): Promise<void> {
  await ask()
  const dialog = await windowOf('^(Save|Save File|Save As)$')
  // A slash alone would open the dialog's own way of typing a path; its name field takes one as well.
  await press(dialog, 'ctrl+a')
  await type(dialog, path)
  await press(dialog, 'Return')
  await expect
    .poll(async () => (await stat(path).catch(() => undefined))?.size ?? 0, `${path} is saved`)
    .toBeGreaterThan(0)
  await expect(page.getByText(path).first()).toBeAttached()
}
