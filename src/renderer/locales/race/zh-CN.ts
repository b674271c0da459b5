import type { Messages } from '../types.ts'

/** 竞速实验台的文字。 */
export const raceZhCN: Messages['race'] = {
  keys: {
    back: '查看前一个记录点',
    forward: '查看后一个记录点；若暂停在最后一点，则再训练一个记录点',
    last: '查看最后一个记录点，并跟随训练',
    reset: '停止，或清空结果',
    seed: '换一个起始随机种子',
    lane: '选择赛道',
    add: '添加赛道',
  },
}
