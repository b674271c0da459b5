import { describe, expect, it } from 'vitest'
import { experimentName, tableName, taskName } from '#shared/data/table-name.ts'

describe('the name of an experiment', () => {
  it.each([
    ['Wine', 'wine', '葡萄酒'],
    ['', 'wine', '葡萄酒'],
    ['Iris experiment', 'iris', '鸢尾花实验'],
    ['Mine', 'wine', 'Mine'],
    ['', 'mine.csv', 'mine.csv'],
    ['Small tournament', '', '小型锦标赛'],
  ])('“%s” on %s is %s', (title, table, name) => {
    expect(experimentName(title, table, 'zh-CN')).toBe(name)
  })

  it('of a preset that was begun in Chinese is said in English', () => {
    expect(experimentName('经典锦标赛', '', 'en')).toBe('Classic tournament')
  })

  it('of a table that nobody knows is what it is called', () => {
    expect(tableName('x', 'en', 'Mine')).toBe('Mine')
  })
})

it('names a preset’s task by its table in the present language, any other as it is', () => {
  const moons = { id: 'Moons, 16', dataset: { generator: 'moons', settings: {} } }
  expect(taskName(moons, 'en')).toBe('Moons, 16')
  expect(taskName(moons, 'zh-CN')).toBe('双月, 16')
  expect(taskName({ ...moons, id: 'Mine, 16' }, 'zh-CN')).toBe('Mine, 16')
})
