import type { MessageKey } from '../locales/types.ts'
import type { Stage } from './ui.ts'

/** Everything a key does. */
export type KeyAction =
  | 'run'
  | 'back'
  | 'forward'
  | 'first'
  | 'last'
  | 'reset'
  | 'seed'
  | 'lane'
  | 'zoomIn'
  | 'zoomOut'
  | 'zoomReset'
  | 'view'
  | 'loop'
  | 'strips'
  | 'add'
  | 'file'
  | 'raceOn'
  | 'mode'
  | 'find'
  | 'rename'
  | 'remove'
  | 'undo'
  | 'redo'
  | 'commit'
  | 'pageBack'
  | 'pageOn'
  | 'learnStage'
  | 'irisStage'
  | 'raceStage'
  | 'surfaceStage'
  | 'optimizersStage'
  | 'dataStage'
  | 'runsStage'
  | 'present'
  | 'export'
  | 'theme'
  | 'language'
  | 'conventions'
  | 'settings'
  | 'help'

export interface KeyBinding {
  readonly action: KeyAction
  /** As `KeyboardEvent.key` names them, letters in lower case; `Shift+l` only with that key held. */
  readonly keys: readonly string[]
  /** As a tooltip prints it; letters are the same in every language. */
  readonly print: string
  /** What it does on each stage that has it; one text where it does the same on all. */
  readonly text: KeyText | Partial<Record<Stage, KeyText>>
}

export type KeyText = Extract<
  MessageKey,
  `${'' | 'learn.' | 'surface.' | 'race.' | 'data.' | 'runs.' | 'rules.'}keys.${string}`
>

/** Every key, in the order the list shows them. */
export const keyBindings: readonly KeyBinding[] = [
  {
    action: 'run',
    keys: [' '],
    print: 'Space',
    text: {
      learn: 'learn.keys.commit',
      iris: 'keys.run',
      race: 'keys.run',
      surface: 'surface.keys.run',
      runs: 'runs.keys.tick',
    },
  },
  {
    action: 'back',
    keys: ['ArrowLeft'],
    print: '←',
    text: {
      learn: 'learn.keys.back',
      iris: 'keys.back',
      race: 'race.keys.back',
      surface: 'surface.keys.back',
    },
  },
  {
    action: 'forward',
    keys: ['ArrowRight'],
    print: '→',
    text: {
      learn: 'learn.keys.forward',
      iris: 'keys.forward',
      race: 'race.keys.forward',
      surface: 'surface.keys.forward',
    },
  },
  {
    action: 'first',
    keys: ['Home'],
    print: 'Home',
    text: {
      iris: 'keys.first',
      race: 'keys.first',
      surface: 'surface.keys.first',
      runs: 'runs.keys.first',
    },
  },
  {
    action: 'last',
    keys: ['End'],
    print: 'End',
    text: {
      iris: 'keys.last',
      race: 'race.keys.last',
      surface: 'surface.keys.last',
      runs: 'runs.keys.last',
    },
  },
  {
    action: 'reset',
    keys: ['r'],
    print: 'R',
    text: {
      learn: 'learn.keys.again',
      iris: 'keys.reset',
      race: 'race.keys.reset',
      surface: 'surface.keys.reset',
    },
  },
  {
    action: 'seed',
    keys: ['n'],
    print: 'N',
    text: { iris: 'keys.seed', race: 'race.keys.seed', surface: 'surface.keys.seed' },
  },
  {
    action: 'lane',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    print: '1–9',
    text: {
      learn: 'learn.keys.pick',
      iris: 'keys.lane',
      race: 'race.keys.lane',
      surface: 'surface.keys.lane',
    },
  },
  { action: 'zoomIn', keys: ['+', '='], print: '+', text: { surface: 'surface.keys.zoomIn' } },
  { action: 'zoomOut', keys: ['-'], print: '−', text: { surface: 'surface.keys.zoomOut' } },
  { action: 'zoomReset', keys: ['0'], print: '0', text: { surface: 'surface.keys.zoomReset' } },
  { action: 'view', keys: ['v'], print: 'V', text: { surface: 'surface.keys.view' } },
  {
    action: 'strips',
    keys: ['w'],
    print: 'W',
    text: { iris: 'keys.strips', race: 'keys.strips', surface: 'keys.strips' },
  },
  { action: 'loop', keys: ['o'], print: 'O', text: { surface: 'surface.keys.loop' } },
  {
    action: 'add',
    keys: ['a'],
    print: 'A',
    text: {
      learn: 'learn.keys.keep',
      race: 'race.keys.add',
      surface: 'surface.keys.add',
      optimizers: 'rules.keys.add',
    },
  },
  {
    action: 'file',
    keys: ['f'],
    print: 'F',
    text: { data: 'data.keys.file', runs: 'runs.keys.file' },
  },
  {
    action: 'find',
    keys: ['/'],
    print: '/',
    text: { data: 'data.keys.find', runs: 'runs.keys.find', optimizers: 'rules.keys.find' },
  },
  { action: 'rename', keys: ['F2'], print: 'F2', text: { runs: 'runs.keys.rename' } },
  {
    action: 'remove',
    keys: ['Delete', 'Backspace'],
    print: 'Del',
    text: { runs: 'runs.keys.remove' },
  },
  {
    action: 'undo',
    keys: [],
    print: 'Ctrl Z',
    text: {
      iris: 'keys.undo',
      race: 'keys.undo',
      surface: 'keys.undo',
      optimizers: 'keys.undo',
      data: 'keys.undo',
      runs: 'runs.keys.undo',
    },
  },
  {
    action: 'redo',
    keys: [],
    print: 'Ctrl Y',
    text: {
      iris: 'keys.redo',
      race: 'keys.redo',
      surface: 'keys.redo',
      optimizers: 'keys.redo',
      data: 'keys.redo',
    },
  },
  { action: 'mode', keys: ['x'], print: 'X', text: { race: 'race.keys.mode' } },
  { action: 'raceOn', keys: ['u'], print: 'U', text: { data: 'data.keys.race' } },
  {
    action: 'commit',
    keys: ['Enter'],
    print: 'Enter',
    text: { learn: 'learn.keys.commit' },
  },
  {
    action: 'pageBack',
    keys: ['PageUp'],
    print: 'PgUp',
    text: { learn: 'learn.keys.back' },
  },
  {
    action: 'pageOn',
    keys: ['PageDown'],
    print: 'PgDn',
    text: { learn: 'learn.keys.forward' },
  },
  { action: 'learnStage', keys: ['k'], print: 'K', text: 'keys.learnStage' },
  { action: 'irisStage', keys: ['i'], print: 'I', text: 'keys.irisStage' },
  { action: 'raceStage', keys: ['g'], print: 'G', text: 'keys.raceStage' },
  { action: 'surfaceStage', keys: ['s'], print: 'S', text: 'keys.surfaceStage' },
  { action: 'optimizersStage', keys: ['m'], print: 'M', text: 'keys.optimizersStage' },
  { action: 'dataStage', keys: ['d'], print: 'D', text: 'keys.dataStage' },
  { action: 'runsStage', keys: ['h'], print: 'H', text: 'keys.runsStage' },
  {
    action: 'present',
    keys: ['p'],
    print: 'P',
    text: {
      iris: 'keys.present',
      race: 'keys.present',
      surface: 'keys.present',
      optimizers: 'keys.present',
      runs: 'keys.present',
    },
  },
  { action: 'export', keys: ['e'], print: 'E', text: 'keys.export' },
  { action: 'theme', keys: ['t'], print: 'T', text: 'keys.theme' },
  // A slip of the hand must not turn the page into another language.
  { action: 'language', keys: ['Shift+l'], print: 'Shift+L', text: 'keys.language' },
  { action: 'conventions', keys: ['c'], print: 'C', text: 'keys.conventions' },
  { action: 'settings', keys: [',', '，'], print: ',', text: 'keys.settings' },
  { action: 'help', keys: ['?', '？'], print: '?', text: 'keys.help' },
]

/** @returns what the key does on a stage, undefined where it does nothing there */
export function keyText({ text }: KeyBinding, stage: Stage): KeyText | undefined {
  return typeof text === 'string' ? text : text[stage]
}

/** @returns how a tooltip prints the action's key */
export function printKey(action: KeyAction): string {
  return keyBindings.find((binding) => binding.action === action)?.print ?? ''
}

/** With Ctrl, on a Mac ⌘. */
const modified: Readonly<Record<string, KeyAction>> = {
  ',': 'settings',
  z: 'undo',
  // With Shift.
  Z: 'redo',
  y: 'redo',
}

/** @returns what the key does, or undefined; `Ctrl+,` and `⌘,` also open the settings */
export function actionOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): KeyAction | undefined {
  if (event.altKey) return undefined
  if (event.ctrlKey || event.metaKey) return modified[event.key]
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const bound = (name: string): KeyAction | undefined =>
    keyBindings.find(({ keys }) => keys.includes(name))?.action
  return (event.shiftKey ? bound(`Shift+${key}`) : undefined) ?? bound(key)
}
