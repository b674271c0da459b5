import { appendFile, copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, served, test, type LabFixture } from './support/app.ts'
import { DataStage } from './support/data.ts'
import { root } from './support/environment.ts'
import { RaceStage } from './support/race.ts'
import { cases, thorough } from '../support/thorough.ts'

/* A person's table: dropped, looked at, read another way, raced on. */

interface Expected {
  readonly rows?: number
  readonly rejected?: number
  readonly rejectedLines?: readonly number[]
  readonly encoding?: string
  readonly nonFinite?: number
  readonly suggestedTarget?: string
  readonly trainError?: boolean
  readonly error?: boolean
}

const messy = join(root, 'test', 'fixtures', 'messy')
const { files } = JSON.parse(readFileSync(join(messy, 'expected.json'), 'utf8')) as {
  files: Record<string, Expected>
}

/** Races on what is shown with the form as it stands, and comes back. @returns the run's spec */
async function race(lab: LabFixture, stage: DataStage): Promise<unknown> {
  const before = await lab.runFolders()
  await expect(stage.race).not.toHaveAttribute('aria-disabled')
  await lab.page.keyboard.press('u')
  await expect(lab.page.getByTestId('start-line')).toBeVisible()
  await lab.page.keyboard.press(' ')
  await expect.poll(async () => (await lab.runFolders()).length).toBe(before.length + 1)
  const folder = (await lab.runFolders()).find((each) => !before.includes(each)) ?? ''
  const last = async (): Promise<unknown> => (await lab.readLog(folder)).at(-1)
  await expect.poll(last).toMatchObject({ kind: 'end', reason: 'finished' })
  await lab.page.keyboard.press('d')
  await expect(stage.columns).toBeVisible()
  return JSON.parse(await readFile(join(folder, 'spec.json'), 'utf8'))
}

/** What a file is expected to be told for: files of one kind look alike on the page. */
const kindOf = ({
  rejected = 0,
  encoding,
  nonFinite,
  suggestedTarget,
  ...rest
}: Expected): string =>
  [rejected > 0, encoding, nonFinite, suggestedTarget, rest.trainError, rest.error]
    .map(Boolean)
    .join()

test('a messy file of each kind is dropped, and says what was made of it; some are raced on', async ({
  lab,
}) => {
  // What is read of each, and that all of them train, is tested without a page.
  const all = Object.entries(files)
  const kinds = all.filter(
    ([, one], at) => all.findIndex(([, other]) => kindOf(other) === kindOf(one)) === at,
  )
  let raced = 0
  // One lane of one seed says as much of a table as many.
  const races = await RaceStage.open(lab.page)
  await races.keepLanes(1)
  await races.setSeeds(1)
  const stage = await DataStage.open(lab.page)
  for (const [name, expected] of thorough ? all : kinds) {
    await test.step(name, async () => {
      await stage.drop(join(messy, name))
      if (expected.error) {
        await expect(lab.page.getByRole('alert')).toContainText(name)
        await expect(lab.page.getByText(`${name} could not be opened.`)).toBeVisible()
        await expect(stage.race).toHaveCount(0)
        return
      }
      await stage.shown(name, expected.rows)
      const { rejected = 0, encoding, nonFinite, suggestedTarget } = expected
      await expect(stage.refused).toHaveCount(rejected > 0 ? 1 : 0)
      if (rejected > 0) {
        await stage.refused.locator('summary').click()
        await expect(stage.refused.locator('summary')).toHaveText(`${rejected} rows refused`)
        const lines = (expected.rejectedLines ?? []).map((line) => `line ${line}`)
        await expect(stage.refused.locator('dt')).toHaveText(lines)
      }
      if (encoding) {
        await expect(stage.option('Encoding')).toHaveValue(encoding)
      }
      if (nonFinite) await expect(stage.head).toContainText(`${nonFinite} infinite cells refused`)
      if (suggestedTarget) await expect(stage.option('Target')).toHaveValue(suggestedTarget)
      if (expected.trainError) {
        await expect(stage.setup.getByRole('status')).toContainText('nothing to tell apart')
        await expect(stage.race).toHaveAttribute('aria-disabled', 'true')
        return
      }
      const mend = stage.setup.getByRole('status').getByRole('button')
      if ((await mend.count()) > 0) await mend.first().click()
      await expect(stage.race).not.toHaveAttribute('aria-disabled')
      if (raced++ >= cases(2, Infinity)) return
      const spec = await race(lab, stage)
      expect(spec).toMatchObject({ dataset: { file: expect.stringContaining(name) } })
    })
  }
})

test('an encoding that is overridden reads the file again at once, and can be found anew', async ({
  lab,
}) => {
  const stage = await DataStage.open(lab.page)
  await stage.choose(join(messy, 'gb18030.csv'))
  await stage.shown('gb18030.csv', 40)
  await expect(stage.columns).toContainText('长度')
  await stage.option('Encoding').selectOption('latin1')
  await expect(stage.columns).not.toContainText('长度')
  await expect(stage.option('Encoding')).toHaveValue('latin1')
  await stage.page.getByRole('button', { name: 'Detect anew' }).click()
  await expect(stage.columns).toContainText('长度')
  await expect(stage.option('Encoding')).toHaveValue('gb18030')

  // Without a header its first line is a row: every column then holds words.
  await stage.option('First line').selectOption({ label: 'is a row like any other' })
  await expect(stage.option('First line')).toHaveValue('no')
  await expect(stage.title).toHaveText('gb18030.csv')
})

test('target, features, treatment and split go to the race as they are set', async ({ lab }) => {
  const stage = await DataStage.open(lab.page)
  await stage.drop(join(messy, 'missing-values.csv'))
  await stage.shown('missing-values.csv', 40)
  // Eight numbers of x are missing.
  await expect(stage.option('Numbers (8)')).toHaveValue('median')
  await stage.option('Numbers (8)').selectOption('drop')
  await expect(stage.setup).toContainText('8left out: a value is missing')
  await stage.setup.getByRole('radio', { name: 'Min–max' }).click()
  await stage.setup.getByRole('radio', { name: 'k-fold' }).click()
  await lab.page.getByRole('checkbox', { name: 'Learn from y' }).uncheck()
  await expect(stage.setup).toContainText('1inputs of the model')
  expect(await race(lab, stage)).toMatchObject({
    target: 'label',
    features: ['x'],
    missing: { numbers: 'drop' },
    scaling: { kind: 'minmax', fit: 'train' },
    split: { folds: 5 },
  })
  // None chosen: said at once, with the way out of it.
  await lab.page.getByRole('button', { name: 'None', exact: true }).click()
  await expect(stage.setup.getByRole('status')).toContainText('No column is chosen')
  await lab.page.getByRole('button', { name: 'Take the useful ones' }).click()
  await expect(stage.race).not.toHaveAttribute('aria-disabled')
})

test(
  'a file that changes or goes is noticed, and can be read again',
  { tag: served },
  async ({ lab }) => {
    const path = join(lab.folder, 'mine.csv')
    await copyFile(join(messy, 'bom-crlf.csv'), path)
    // From whichever stage is shown: here the one that the program opens with.
    await expect(lab.page.getByText('One click trains all ticked optimizers')).toBeVisible()
    const stage = new DataStage(lab.page)
    await stage.drop(path)
    await stage.shown('mine.csv', 40)
    const entry = stage.list
      .getByRole('listitem')
      .filter({ hasText: 'mine.csv' })
      .getByRole('button')
      .first()
    const look = (): Promise<void> =>
      lab.page.evaluate(() => void window.dispatchEvent(new Event('focus')))
    // The served shell keeps a copy of its own: there nothing on the person's disk matters any more.
    if (lab.shell === 'desktop') {
      await appendFile(path, '1.5,2.5,a\r\n')
      await look()
      await expect(entry).toContainText('changed on disk')
      await expect(stage.race).toHaveAttribute('aria-disabled', 'true')
      await lab.page.getByRole('button', { name: 'Read again' }).click()
      await stage.shown('mine.csv', 41)
      await rm(path)
      await look()
      await expect(entry).toContainText('gone')
      await expect(lab.page.getByRole('alert')).toContainText('The file is gone')
      await writeFile(path, 'a,b\n1,2\n3,4\n')
      await look()
      await expect(entry).toContainText('changed on disk')
    }
    await entry.focus()
    await lab.page.keyboard.press('Delete')
    await expect(entry).toHaveCount(0)
    await lab.page.getByRole('button', { name: 'Undo' }).click()
    await expect(entry).toHaveCount(1)
  },
)

test('five thousand columns are looked through without waiting', async ({ lab }) => {
  const columns = 5000
  const head = Array.from({ length: columns }, (_, at) => `g${at + 1}`).join(',')
  const line = (row: number): string =>
    Array.from({ length: columns }, (_, at) => ((row * 31 + at * 17) % 97) / 10).join(',')
  const rows = Array.from({ length: 30 }, (_, row) => `${line(row)},${row % 2 === 0 ? 'a' : 'b'}`)
  const path = join(lab.folder, 'wide.csv')
  await writeFile(path, [`${head},label`, ...rows, ''].join('\n'))
  const stage = await DataStage.open(lab.page)
  await stage.drop(path)
  await stage.shown('wide.csv', 30)
  await expect(stage.columns).toHaveAttribute('aria-rowcount', '5002')
  expect(await stage.columns.getByRole('checkbox').count()).toBeLessThan(60)
  await lab.page.keyboard.press('/')
  await lab.page.keyboard.type('g4999')
  await expect(stage.columns.getByRole('checkbox')).toHaveCount(1)
  await lab.page.keyboard.press('Escape')
  await lab.page.getByRole('button', { name: 'None', exact: true }).click()
  await expect(stage.setup).toContainText('0inputs of the model')
})

test('a generator is drawn anew as its settings change', async ({ lab }) => {
  const stage = await DataStage.open(lab.page)
  await stage.list.getByRole('button', { name: 'Two moons' }).click()
  await expect(stage.title).toHaveText('Two moons')
  const picture = lab.page.getByRole('img', { name: /coloured by class/ })
  await expect(picture).toBeVisible()
  const pixels = (): Promise<string> =>
    picture.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  const before = await pixels()
  await lab.page.getByRole('textbox', { name: 'rows', exact: true }).fill('100')
  await expect(picture).toHaveAccessibleName(/100 of 100 rows/)
  await expect(stage.head).toContainText('100 rows')
  await expect.poll(pixels).not.toBe(before)
  await lab.page.getByRole('textbox', { name: 'rows', exact: true }).fill('1')
  await expect(lab.page.getByText('At least 10.')).toBeVisible()
  await expect(stage.head).toContainText('100 rows')
})
