import { describe, expect, it } from 'vitest'
import type { RunDamage } from '#shared/contract/runs.ts'
import { damageLines, speech } from '#shared/words/index.ts'

const damage: RunDamage = {
  files: ['spec.json', 'checkpoint-1.bin'],
  lines: 3,
  ranges: [
    [2, 2],
    [5, 6],
  ],
  steps: [{ lanes: ['adam', 'sgd'], seeds: [1, 2, 3, 4, 5, 6, 7], from: 40, to: 59 }],
}

describe('what of a run is damaged', () => {
  it('is told with what is lost', () => {
    expect(damageLines(damage, speech.en)).toEqual([
      'spec.json is not what was written: what it says may be wrong.',
      'checkpoint-1.bin is not what was written: to go on, its share begins anew.',
      '3 lines of log.jsonl are damaged or gone: 2, 5–6.',
      'Steps 40 to 59 of adam, sgd, seeds 1, 2, 3, 4, 5, 6, and more, as far as recorded, are missing.',
    ])
  })

  it('is told where nothing is lost with it', () => {
    const line: RunDamage = { files: [], lines: 1, ranges: [[1234, 1234]], steps: [] }
    expect(damageLines(line, speech.en)).toEqual([
      'Line 1234 of log.jsonl is damaged or gone.',
      'No recorded step is missing with them.',
    ])
  })

  it('is told in Chinese', () => {
    expect(damageLines(damage, speech['zh-CN'])).toEqual([
      'spec.json 与写入时不同：其中的内容可能有误。',
      'checkpoint-1.bin 与写入时不同：继续训练时，它的部分将从头开始。',
      'log.jsonl 有 3 行已损坏或丢失：2、5–6。',
      '缺少 adam、sgd（种子 1、2、3、4、5、6、等等）在第 40 至 59 步所记录的数据。',
    ])
  })
})
