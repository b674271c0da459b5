import type { FirstWords } from '../en/first.ts'

export const firstZhCN: FirstWords = {
  title: '四个优化器，一道峡谷',
  about: '四个都从圆环出发。拖动圆环，看谁走到十字。',
  start: '起点：拖动，或用方向键移动',
  learn: '学习',
  learnAbout: '先预测，再看为什么：每课几分钟',
  iris: '教程里的鸢尾花实验',
  irisAbout: '点一下就训练，每个数字都能查看',
  data: '我自己的数据',
  dataAbout: '拖进一张表，选要预测的列，开始竞速',
  at: '{x}，{y}',
  plane: '{surface}的等高线，十字是最小值，圆环是起点。',
  startsAt: '起点在 ({x}, {y})。',
  walk: '{name} 从 ({x}, {y}) 走到 ({toX}, {toY})。',
}
