import { afterEach, describe, expect, it } from 'vitest'
import { useErrorText } from '#renderer/composables/useErrorText.ts'
import { useText } from '#renderer/composables/useText.ts'
import { setLanguage } from '#renderer/locales/index.ts'
import { metricText } from '#renderer/composables/metric-text.ts'
import { numberFault } from '#renderer/ui/faults.ts'
import { flowerText } from '#renderer/race/weights.ts'
import { LabError } from '#shared/contract/errors.ts'

const { t, own, format } = useText()

afterEach(() => setLanguage('en'))

describe('texts', () => {
  it('follow the language', () => {
    expect(t('control.run')).toBe('Run')
    expect(own({ en: 'rate', 'zh-CN': '学习率' })).toBe('rate')
    setLanguage('zh-CN')
    expect(t('control.run')).toBe('运行')
    expect(own({ en: 'rate', 'zh-CN': '学习率' })).toBe('学习率')
  })

  it('choose singular and plural', () => {
    expect(t('race.unit.seeds', { n: 1 })).toBe('1 seed')
    expect(t('race.unit.seeds', { n: 4 })).toBe('4 seeds')
    setLanguage('zh-CN')
    expect(t('race.unit.seeds', { n: 1 })).toBe('1 个种子')
  })

  it('word an error by its code and parameters', () => {
    const error = new LabError('trainer-died', '…', { parameters: { step: 12 } }).toData()
    expect(useErrorText()(error)).toContain('at step 12.')
    setLanguage('zh-CN')
    expect(useErrorText()(error)).toContain('在第 12 步')
    const refused = new LabError('bad-spec', '…', { parameters: { first: 'seeds: …' } }).toData()
    expect(useErrorText()(refused)).toContain('seeds: …')
  })

  it('word why a file is no table, with what it is', () => {
    const wrapped = { name: 'a.json', reason: 'json-wrapped', where: '.data["x y"]' }
    const error = new LabError('bad-table', '…', { parameters: wrapped }).toData()
    expect(useErrorText()(error)).toContain('a.json has its records inside, at .data["x y"]')
    const other = { name: 'a.csv', reason: 'other-format', what: 'HDF5' }
    setLanguage('zh-CN')
    const foreign = new LabError('bad-table', '…', { parameters: other }).toData()
    expect(useErrorText()(foreign)).toContain('a.csv 是 HDF5 格式的文件')
  })

  it('word faults and names', () => {
    expect(numberFault(1, { minimum: 0, maximum: 1, exclusive: 'both' })).toBe('Must be below 1.')
    expect(flowerText('petal_length')).toBe('petal length')
    expect(flowerText('Iris-setosa')).toBe('setosa')
    expect(flowerText('alcohol')).toBe('alcohol')
    setLanguage('zh-CN')
    expect(flowerText('petal_length')).toBe('花瓣长度')
  })
})

describe('numbers', () => {
  it('keep their width and a true minus', () => {
    expect(format.fixed(-0.1234567, 3)).toBe('−0.123')
    expect(format.fixed(2, 4)).toBe('2.0000')
    expect(format.fixed(12345.678, 1)).toBe('12345.7')
    expect(format.whole(12345)).toBe('12,345')
  })

  it('are as short as can be where they were chosen', () => {
    expect(format.short(0.02)).toBe('0.02')
    expect(format.short(1e-7)).toBe('1e−7')
    expect(format.short(10_000, 12)).toBe('10000')
    expect(format.short(0)).toBe('0')
  })

  it('say what is no number', () => {
    expect(format.fixed(NaN, 2)).toBe('NaN')
    expect(format.fixed(-Infinity, 2)).toBe('−∞')
    expect(format.percent(NaN)).toBe('NaN')
  })

  it('are of the metric’s kind, and no wider when larger', () => {
    expect(metricText('trainLoss', 1.00872)).toBe('1.0087')
    expect(metricText('trainLoss', 23.45678)).toBe('23.457')
    expect(metricText('trainLoss', 603.8992)).toBe('603.90')
    expect(metricText('trainLoss', 57_230.4)).toBe('57230')
    expect(metricText('validationAccuracy', 23 / 30)).toBe('76.7%')
  })

  it('are listed as the language lists', () => {
    expect(format.list(['a', 'b', 'c'])).toBe('a, b, c')
    expect(format.text(['One.', '', 'Two.'])).toBe('One. Two.')
    setLanguage('zh-CN')
    expect(format.list(['a', 'b', 'c'])).toBe('a、b、c')
    expect(format.text(['一。', '', '二。'])).toBe('一。二。')
  })
})
