import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type LabFixture } from './support/app.ts'
import { DataStage } from './support/data.ts'
import { launchDesktop } from './support/desktop.ts'
import { IrisStage, measured } from './support/iris.ts'
import { Pictures } from './support/pictures.ts'
import { RunsStage } from './support/runs.ts'

/* The whole life of an experiment, in the real app: run, taken away, gone on with, shared. */

/** Every form of the menu, and how what is saved begins. */
const forms = [
  ['Report', '<!doctype html>'],
  ['Tidy CSV', 'run,lane,optimizer'],
  ['Parquet', 'PAR1'],
  ['JSON lines', '{"kind":"start"'],
  ['TensorBoard', 'PK'],
  ['PyTorch script', 'PK'],
  ['Keras script', 'PK'],
  ['Run bundle', 'PK'],
] as const

async function exportAll(lab: LabFixture, runs: RunsStage, folder: string): Promise<void> {
  for (const [form, beginning] of forms) {
    const before = await readdir(folder)
    await runs.export(form)
    await expect(runs.exported).toContainText('Saved as')
    await lab.page.getByRole('button', { name: 'Close' }).last().click()
    const [name] = (await readdir(folder)).filter((each) => !before.includes(each))
    const begins = (await readFile(join(folder, name!))).subarray(0, beginning.length)
    expect(begins.toString('latin1').toLowerCase(), form).toBe(beginning.toLowerCase())
  }
}

test('an experiment is run, exported, gone on with after a restart, and opens elsewhere to the same numbers', async ({
  lab,
}) => {
  const pictures = await Pictures.into(lab)
  let iris = await IrisStage.open(lab.page)
  await iris.fullSpeed()
  await iris.run.click()
  await iris.finished(480)

  const chart = lab.page.getByRole('region', { name: /^Chart: Training loss/ })
  await pictures.open(chart)
  expect((await stat(await pictures.save('PNG at 2×'))).size).toBeGreaterThan(10_000)
  expect(await readFile(await pictures.save('Vectors (SVG)'), 'utf8')).toMatch(/^(<\?xml|<svg)/)
  await lab.page.keyboard.press('Escape')
  let runs = await RunsStage.open(lab.page)
  await runs.row('Iris experiment').click()
  await exportAll(lab, runs, pictures.folder)

  // A longer one that nothing disturbs, then the same once more, which the program's end cuts off.
  await lab.page.keyboard.press('i')
  await iris.field('Epochs').fill('40')
  await iris.field('Epochs').press('Tab')
  await iris.run.click()
  await iris.finished(4_800)
  // Some dozens of steps a second, so that it is caught in the middle.
  await lab.page.getByRole('slider', { name: 'Speed' }).focus()
  for (let press = 0; press < 16; press++) await lab.page.keyboard.press('ArrowLeft')
  await iris.run.click()
  await iris.reached(30)
  await lab.relaunch()
  const [, whole, cut] = await lab.runFolders()
  expect((await readdir(cut!)).filter((name) => name.startsWith('checkpoint-'))).not.toEqual([])

  // Found again, and gone on with where it stood.
  await IrisStage.open(lab.page)
  runs = await RunsStage.open(lab.page)
  await expect(runs.rows).toHaveCount(3)
  await runs.rows.first().click()
  await expect(runs.rows.first()).toContainText('stopped')
  await runs.beside.getByRole('button', { name: 'Go on' }).click()
  iris = new IrisStage(lab.page)
  await iris.fullSpeed()
  await iris.finished(4_800)
  expect(await measured(cut!)).toEqual(await measured(whole!))
  const table = await iris.table()

  // As one file to another machine: another program, another data folder.
  await Pictures.into(lab)
  runs = await RunsStage.open(lab.page)
  await expect(runs.rows.first()).toContainText('finished')
  await runs.rows.first().click()
  const before = await readdir(pictures.folder)
  await runs.export('Run bundle')
  await expect(runs.exported).toContainText('Saved as')
  const [name] = (await readdir(pictures.folder)).filter((each) => !before.includes(each))

  const elsewhere = await mkdtemp(join(tmpdir(), 'descent-lab-elsewhere-'))
  const other = await launchDesktop(elsewhere, () => undefined)
  try {
    await IrisStage.open(other.page)
    const data = await DataStage.open(other.page)
    await data.drop(join(pictures.folder, name!))
    const there = new RunsStage(other.page)
    await expect(there.row('Iris experiment')).toHaveAttribute('aria-current', 'true')
    const [brought] = await readdir(join(elsewhere, 'data', 'runs'))
    const log = join(elsewhere, 'data', 'runs', brought!, 'log.jsonl')
    expect((await readFile(log)).equals(await readFile(join(cut!, 'log.jsonl')))).toBe(true)

    // Raced again from its form, it comes to the numbers that it brought.
    await there.beside.getByRole('button', { name: 'Open as form' }).click()
    const again = new IrisStage(other.page)
    await expect(again.field('Epochs')).toHaveValue('40')
    await again.fullSpeed()
    await again.run.click()
    await again.finished(4_800)
    expect(await again.table()).toEqual(table)
  } finally {
    await other.close()
    await rm(elsewhere, { recursive: true, force: true, maxRetries: 5 })
  }
})
