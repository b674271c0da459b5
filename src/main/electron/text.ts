import type { Language } from '#shared/text.ts'

/** What the desktop shell itself says: its menu and its dialogs. */
const english = {
  file: 'File',
  open: 'Open…',
  openRecent: 'Open recent',
  noRecent: 'Nothing opened yet',
  tables: 'Tables, run bundles, sweeps and tournaments',
  export: 'Export…',
  print: 'Print…',
  settings: 'Settings…',
  quit: 'Quit',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  reload: 'Reload',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  actualSize: 'Actual size',
  fullScreen: 'Full screen',
  developerTools: 'Developer tools',
  run: 'Run',
  start: 'Run',
  pause: 'Pause or resume',
  reset: 'Reset',
  help: 'Help',
  keys: 'Keyboard shortcuts',
  about: 'About Descent Lab',
  crashed: (reason: string) => `The window stopped working (${reason}).`,
  crashedDetail:
    'A race that was running goes on, and its log is complete. Reload the window to see it again.',
  loadAgain: 'Reload',
  /** A kind of files in a dialog. */
  allFiles: 'All files',
  workDone: 'Done.',
  workFailed: 'Failed: look at what happened in the window.',
}

export type ShellText = typeof english

const chinese: ShellText = {
  file: '文件',
  open: '打开…',
  openRecent: '打开最近的文件',
  noRecent: '尚未打开过文件',
  tables: '表格、运行包、调参搜索和锦标赛',
  export: '导出…',
  print: '打印…',
  settings: '设置…',
  quit: '退出',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '视图',
  reload: '重新加载',
  zoomIn: '放大',
  zoomOut: '缩小',
  actualSize: '实际大小',
  fullScreen: '全屏',
  developerTools: '开发者工具',
  run: '运行',
  start: '运行',
  pause: '暂停或继续',
  reset: '重置',
  help: '帮助',
  keys: '键盘快捷键',
  about: '关于 Descent Lab',
  crashed: (reason) => `窗口已停止工作（${reason}）。`,
  crashedDetail: '正在进行的训练仍在继续，日志完整无缺。重新加载窗口即可再次查看。',
  loadAgain: '重新加载',
  allFiles: '所有文件',
  workDone: '已完成。',
  workFailed: '出错了，详情请看窗口。',
}

/** The shell's words by language. */
export const shellText: Readonly<Record<Language, ShellText>> = {
  en: english,
  'zh-CN': chinese,
}

/**
 * @param setting what the person chose
 * @param system the system's language, as a BCP 47 tag
 */
export function languageOf(setting: Language | 'system', system: string): Language {
  if (setting !== 'system') return setting
  return /^zh\b/i.test(system) ? 'zh-CN' : 'en'
}
