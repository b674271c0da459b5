import type { Page } from '@playwright/test'

/**
 * Chooses an optimizer in a menu as a person does: opens it, types a part of the name, takes it.
 *
 * @param menu its label
 * @param name as the menu writes it
 */
export async function chooseOptimizer(page: Page, menu: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: menu, exact: true }).click()
  await page.getByRole('combobox', { name: 'Search by name' }).fill(name)
  await page.getByRole('option', { name, exact: true }).click()
}
