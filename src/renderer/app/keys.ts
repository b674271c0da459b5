import type { MessageKey } from '../locales/types.ts'

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
  | 'theme'
  | 'language'
  | 'settings'
  | 'help'

export interface KeyBinding {
  readonly action: KeyAction
  /** As `KeyboardEvent.key` names them, letters in lower case. */
  readonly keys: readonly string[]
  /** As a tooltip prints it; letters are the same in every language. */
  readonly print: string
  readonly text: Extract<MessageKey, `keys.${string}`>
}

/** Every key, in the order the list shows them. */
export const keyBindings: readonly KeyBinding[] = [
  { action: 'run', keys: [' '], print: 'Space', text: 'keys.run' },
  { action: 'back', keys: ['ArrowLeft'], print: '←', text: 'keys.back' },
  { action: 'forward', keys: ['ArrowRight'], print: '→', text: 'keys.forward' },
  { action: 'first', keys: ['Home'], print: 'Home', text: 'keys.first' },
  { action: 'last', keys: ['End'], print: 'End', text: 'keys.last' },
  { action: 'reset', keys: ['r'], print: 'R', text: 'keys.reset' },
  { action: 'seed', keys: ['n'], print: 'N', text: 'keys.seed' },
  {
    action: 'lane',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    print: '1–9',
    text: 'keys.lane',
  },
  { action: 'theme', keys: ['t'], print: 'T', text: 'keys.theme' },
  { action: 'language', keys: ['l'], print: 'L', text: 'keys.language' },
  { action: 'settings', keys: [',', '，'], print: ',', text: 'keys.settings' },
  { action: 'help', keys: ['?', '？'], print: '?', text: 'keys.help' },
]

/** @returns how a tooltip prints the action's key */
export function printKey(action: KeyAction): string {
  return keyBindings.find((binding) => binding.action === action)?.print ?? ''
}

/** @returns what the key does, or undefined; `Ctrl+,` and `⌘,` also open the settings */
export function actionOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): KeyAction | undefined {
  if (event.altKey) return undefined
  if (event.ctrlKey || event.metaKey) return event.key === ',' ? 'settings' : undefined
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return keyBindings.find((binding) => binding.keys.includes(key))?.action
}
