import type { Messages } from '../types.ts'

/** Texts of the queue of work, and of the question at a second start. */
export const workZhCN: Messages['work'] = {
  label: '进行中的工作',
  sweep: '{name}的调参搜索',
  tournament: '锦标赛',
  here: '此处有工作正在进行',
  pause: '暂停“{name}”',
  goOn: '接着进行“{name}”',
  stop: '停止“{name}”，之后仍可继续',
  drop: '从列表中去掉“{name}”',
  phase: {
    waiting: '排队等待',
    running: '运行中',
    paused: '已暂停',
    stopped: '已停止',
    failed: '出错',
    finished: '已完成',
  },
  left: {
    seconds: '还需 {n} 秒',
    minutes: '还需 {n} 分钟',
    hours: '还需 {hours} 小时',
  },
  question: {
    label: '何时开始',
    text: '“{name}”正在运行。这一项：',
    beside: '同时运行',
    after: '排在其后',
    instead: '取而代之',
    hint: {
      beside: '两者同时运行，各自都会变慢',
      after: '前面的工作完成后自动开始',
      instead: '停止正在运行的工作；它会保留，之后可以继续',
    },
  },
}
