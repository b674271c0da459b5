import { cases } from '../support/thorough.ts'
import { expect, test } from './support/app.ts'
import { SurfaceStage } from './support/surface.ts'

/* A formula of one's own, and the surface in three dimensions. */

test('a formula is read as it is typed, wrong and then right, and kept', async ({ lab }) => {
  let surface = await SurfaceStage.open(lab.page)
  let { page } = surface
  await surface.choose('Own formula')
  const formula = (): ReturnType<SurfaceStage['field']> => surface.field('Formula in x and y')
  await expect(page.getByText(/Gradient checked against finite differences/)).toBeVisible()
  await surface.rest()
  const before = await surface.pixels(surface.ground)

  await formula().fill('sin(x)*y^2 + 0.1*z')
  await expect(page.getByText('“z” is unknown: use x, y, pi and e.')).toBeVisible()
  await expect(formula()).toHaveAttribute('aria-invalid', 'true')
  // The mark stands under the 17th character from 0: the z.
  await expect(page.locator('pre.caret')).toHaveText(/^ {17}\^$/)
  // The picture of the last readable formula stays.
  await surface.rest()
  expect(await surface.pixels(surface.ground)).toBe(before)

  await formula().fill('(x - 1)^2 + 3*(y + 0.5)^2')
  await expect(formula()).not.toHaveAttribute('aria-invalid')
  await expect(page.getByText(/Gradient checked/)).toBeVisible()
  await expect.poll(() => surface.pixels(surface.ground)).not.toBe(before)
  // Its one minimum is found by itself.
  await expect(surface.field('Minimum 1, x')).toHaveValue('1')
  await expect(surface.field('Minimum 1, y')).toHaveValue('-0.5')

  await formula().fill('abs(x) + y^2')
  await expect(page.getByText(/Not smooth near \(0, /)).toBeVisible()

  await surface.field('Domain: x from').fill('9')
  await expect(page.getByText('From must be less than to.')).toBeVisible()
  await surface.field('Domain: x from').fill('-2')
  await expect(page.getByText('From must be less than to.')).toBeHidden()

  const kept = async (): Promise<unknown> => {
    const { own } = (await lab.settings()).surface ?? {}
    return [own?.text, own?.domain.x[0]]
  }
  await expect.poll(kept).toEqual(['abs(x) + y^2', -2])
  page = await lab.relaunch()
  await page.locator('[data-start]').waitFor()
  surface = await SurfaceStage.open(page)
  await expect(formula()).toHaveValue('abs(x) + y^2')
  await expect(surface.field('Domain: x from')).toHaveValue('-2')
})

test('the 3-D view comes and goes without leaving a WebGL context behind', async ({ lab }) => {
  const surface = await SurfaceStage.open(lab.page)
  const { page } = surface
  await page.evaluate(() => {
    const contexts: WebGLRenderingContext[] = []
    Object.assign(window, { contexts })
    const own = HTMLCanvasElement.prototype.getContext
    HTMLCanvasElement.prototype.getContext = function (
      this: HTMLCanvasElement,
      ...asked: unknown[]
    ): RenderingContext | null {
      const context: unknown = Reflect.apply(own, this, asked)
      if (context instanceof WebGLRenderingContext && !contexts.includes(context)) {
        contexts.push(context)
      }
      return context as RenderingContext | null
    } as typeof own
  })
  const state = (): Promise<{ made: number; alive: number }> =>
    page.evaluate(() => {
      const { contexts } = window as unknown as { contexts: WebGLRenderingContext[] }
      return {
        made: contexts.length,
        alive: contexts.filter((context) => !context.isContextLost()).length,
      }
    })

  const relief = page.getByRole('img', { name: /Rosenbrock in three dimensions/ })
  await surface.view('3-D')
  await expect(relief.or(page.getByText('This window has no WebGL'))).toBeVisible()
  const drawn = (await state()).made > 0
  if (drawn) await expect.poll(async () => (await state()).alive).toBe(1)
  else await expect(page.getByText('This window has no WebGL')).toBeVisible()
  await surface.view('2-D')
  await expect.poll(async () => (await state()).alive).toBe(0)

  // A browser keeps 16: were they to leak, the last would cost the first theirs.
  const times = cases(3, 20)
  for (let time = 0; time < times; time++) {
    await surface.view('3-D')
    await expect(relief).toBeVisible()
    await surface.view('2-D')
    await expect(surface.start).toBeVisible()
  }
  const { made, alive } = await state()
  expect(alive).toBe(0)
  if (drawn) expect(made).toBeGreaterThan(times)
})
