import { expect, test } from './support/app.ts'
import { chooseOptimizer } from './support/optimizers.ts'

/* One optimizer as each convention writes it. */

test('what conventions differ in is marked, and shown by paths from one start', async ({ lab }) => {
  const { page } = lab
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('c')
  const sheet = page.getByRole('dialog', { name: 'One name, several formulas' })
  await expect(sheet.getByRole('heading', { level: 3 })).toHaveText([
    'Tutorial',
    'PyTorch',
    'Keras',
  ])
  expect(await sheet.locator('.differs').count()).toBeGreaterThan(0)
  await expect(sheet.getByRole('img', { name: /PyTorch ends at/ })).toBeVisible()

  // Momentum with the rate inside or outside the velocity is the same path at a constant rate.
  await chooseOptimizer(page, 'Optimizer', 'Momentum')
  await expect(sheet.getByText('Here all of them take the same path')).toBeVisible()

  await sheet.getByRole('combobox', { name: 'Surface' }).click()
  await page.getByRole('option', { name: 'Rosenbrock' }).click()
  const rate = sheet.getByRole('textbox', { name: 'Learning rate' })
  await rate.fill('1')
  await expect(sheet.getByRole('img', { name: /diverged/ })).toBeVisible()
  await rate.fill('0')
  await expect(sheet.getByText('Give a rate above 0, at most 1000.')).toBeVisible()

  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})
