import { afterEach, describe, expect, it } from 'vitest'
import { setLanguage } from '../../../../../src/renderer/locales/index.ts'
import { damageLines } from '../../../../../src/renderer/views/runs/damage-lines.ts'
import type { RunDamage } from '../../../../../src/shared/contract/runs.ts'

const damage: RunDamage = {
  files: ['spec.json', 'checkpoint-1.bin'],
  lines: 3,
  ranges: [
    [2, 2],
    [5, 6],
  ],
  steps: [{ lanes: ['adam', 'sgd'], seeds: [1, 2, 3, 4, 5, 6, 7], from: 40, to: 59 }],
}

afterEach(() => setLanguage('en'))

describe('what of a run is damaged', () => {
  it('is told with what is lost', () => {
    expect(damageLines(damage)).toEqual([
      'spec.json is not what was written. What it says may be wrong.',
      'checkpoint-1.bin is not what was written.',
      '3 lines of the log are damaged or gone: 2, 5–6.',
      'What was recorded at steps 40–59 is missing: adam, sgd; seeds 1, 2, 3, 4, 5, 6 and more.',
    ])
  })

  it('is told where nothing is lost with it', () => {
    const line: RunDamage = { files: [], lines: 1, ranges: [[1234, 1234]], steps: [] }
    expect(damageLines(line)).toEqual([
      'Line 1,234 of the log is damaged or gone.',
      'No recorded step is missing with them.',
    ])
  })

  it('is told in Chinese', () => {
    setLanguage('zh-CN')
    expect(damageLines(damage)).toEqual([
      'spec.json 与写入时不同，其中的内容可能有误。',
      'checkpoint-1.bin 与写入时不同。',
      '日志有 3 行已损坏或丢失：2、5–6。',
      '缺少第 40–59 步所记录的数据：adam、sgd；种子 1、2、3、4、5、6 等。',
    ])
  })
})
