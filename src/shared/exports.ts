import type { LocalizedText } from './text.ts'

/** A form in which a run leaves the program. */
export interface ExportDeclaration<Format extends string = string> {
  readonly format: Format
  /** What its name ends in after the run's: of a file `.csv`, of several `-tensorboard`. */
  readonly ending: string
  /** Whether it is several files, to be packed or put into a folder. */
  readonly several: boolean
  readonly name: LocalizedText
  readonly about: LocalizedText
}

/** The ending of a run bundle's name. */
export const bundleEnding = '.descentrun'

/** In the order in which people meet them. */
const list = [
  {
    format: 'html',
    ending: '.html',
    several: false,
    name: { en: 'Report', 'zh-CN': '报告' },
    about: {
      en: 'One HTML file with charts, standings and settings; needs no network',
      'zh-CN': '一个 HTML 文件，含图表、排名和设置，无需联网',
    },
  },
  {
    format: 'csv',
    ending: '.csv',
    several: false,
    name: { en: 'Tidy CSV', 'zh-CN': '整洁 CSV' },
    about: {
      en: 'A row per lane, seed, step and metric',
      'zh-CN': '每条赛道、种子、步和指标各一行',
    },
  },
  {
    format: 'parquet',
    ending: '.parquet',
    several: false,
    name: { en: 'Parquet', 'zh-CN': 'Parquet 文件' },
    about: { en: 'The same, small and quick to read', 'zh-CN': '内容相同，更小，读取更快' },
  },
  {
    format: 'jsonl',
    ending: '.jsonl',
    several: false,
    name: { en: 'JSON lines', 'zh-CN': 'JSON 行' },
    about: { en: 'The log as it was written', 'zh-CN': '日志的原样' },
  },
  {
    format: 'tensorboard',
    ending: '-tensorboard',
    several: true,
    name: { en: 'TensorBoard', 'zh-CN': 'TensorBoard 日志' },
    about: {
      en: 'Event files, a run per lane and seed',
      'zh-CN': '事件文件，每条赛道和种子一个',
    },
  },
  {
    format: 'pytorch',
    ending: '-pytorch',
    several: true,
    name: { en: 'PyTorch script', 'zh-CN': 'PyTorch 脚本' },
    about: {
      en: 'Repeats the race in PyTorch, its data beside it',
      'zh-CN': '在 PyTorch 中重现，附带数据',
    },
  },
  {
    format: 'keras',
    ending: '-keras',
    several: true,
    name: { en: 'Keras script', 'zh-CN': 'Keras 脚本' },
    about: {
      en: 'Repeats the race in Keras, its data beside it',
      'zh-CN': '在 Keras 中重现，附带数据',
    },
  },
  {
    format: 'bundle',
    ending: bundleEnding,
    several: false,
    name: { en: 'Run bundle', 'zh-CN': '运行包' },
    about: {
      en: 'One file that opens in Descent Lab on another machine',
      'zh-CN': '一个文件，可在另一台机器的 Descent Lab 中打开',
    },
  },
] as const satisfies readonly ExportDeclaration[]

export type ExportFormat = (typeof list)[number]['format']

export const exportDeclarations: readonly ExportDeclaration<ExportFormat>[] = list
export const exportFormats: readonly ExportFormat[] = exportDeclarations.map((each) => each.format)
