import { describe, expect, it } from 'vitest'
import { readBuiltinTable } from '#main/lab/datasets.ts'
import { builtinTables } from '#shared/data/builtin.ts'

describe('the tables that ship', () => {
  it.each([
    ['iris', 150, 5, 'species', ['setosa', 'versicolor', 'virginica'], [50, 50, 50]],
    ['wine', 178, 14, 'cultivar', ['class_0', 'class_1', 'class_2'], [59, 71, 48]],
    ['breast-cancer', 569, 31, 'diagnosis', ['malignant', 'benign'], [212, 357]],
    [
      'digits',
      1797,
      65,
      'digit',
      ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      [178, 182, 177, 183, 181, 182, 181, 179, 174, 180],
    ],
  ])('%s has its rows, columns and classes', async (id, rows, columns, target, classes, counts) => {
    const table = await readBuiltinTable(id)
    expect([table.rows, table.columns.length, table.target]).toEqual([rows, columns, target])
    const labels = table.columns.find(({ name }) => name === target)
    if (labels?.type !== 'category') throw new Error('the target is no category')
    expect(labels.categories).toEqual(classes)
    const counted = classes.map((_, code) => labels.codes.filter((each) => each === code).length)
    expect(counted).toEqual(counts)
  })

  it('diabetes has numbers alone', async () => {
    const table = await readBuiltinTable('diabetes')
    expect([table.rows, table.columns.length, table.target]).toEqual([442, 11, 'progression'])
    // The first row of the file ends in 151.
    const target = table.columns.at(-1)
    expect(target?.type === 'number' && target.values[0]).toBe(151)
  })

  it('all hold finite numbers and known categories', async () => {
    for (const { id } of builtinTables) {
      for (const column of (await readBuiltinTable(id)).columns) {
        if (column.type === 'number') expect(column.values.every(Number.isFinite)).toBe(true)
        else if (column.type === 'category') {
          expect(column.codes.every((code) => code >= 0)).toBe(true)
        } else throw new Error(`no table of the program holds a ${column.type}`)
      }
    }
  })

  it('refuse an unknown id and say which there are', async () => {
    await expect(readBuiltinTable('../iris')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('iris, wine'),
    })
  })
})
