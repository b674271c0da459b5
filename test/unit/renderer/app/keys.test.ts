// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { actionOf, keyBindings, printKey } from '#renderer/app/keys.ts'
import { useKeys } from '#renderer/composables/useKeys.ts'

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

describe('keys', () => {
  it.each(keyBindings.flatMap(({ action, keys }) => keys.map((key) => [key, action] as const)))(
    '%s is %s, and nothing else',
    (key, action) => {
      const shiftKey = key.startsWith('Shift+')
      expect(actionOf({ ...plain, key: key.replace('Shift+', ''), shiftKey })).toBe(action)
      expect(keyBindings.filter(({ keys }) => keys.includes(key))).toHaveLength(1)
    },
  )

  it('does not care for capitals, but for modifiers', () => {
    expect(actionOf({ key: 'R', ...plain })).toBe('reset')
    expect(actionOf({ key: 'r', ...plain, ctrlKey: true })).toBeUndefined()
    expect(actionOf({ key: 'r', ...plain, altKey: true })).toBeUndefined()
    expect(actionOf({ key: ',', ...plain, ctrlKey: true })).toBe('settings')
    expect(actionOf({ key: ',', ...plain, metaKey: true })).toBe('settings')
    expect(actionOf({ key: 'q', ...plain })).toBeUndefined()
    // A slip of the hand changes no language.
    expect(actionOf({ key: 'l', ...plain })).toBeUndefined()
    expect(printKey('reset')).toBe('R')
  })
})

describe('useKeys', () => {
  let scope: EffectScope | undefined
  afterEach(() => scope?.stop())

  function heard(html = ''): {
    press: (key: string, init?: KeyboardEventInit) => KeyboardEvent
    log: string[]
  } {
    const log: string[] = []
    scope = effectScope()
    scope.run(() =>
      useKeys({
        reset: () => log.push('reset'),
        back: () => log.push('back'),
        run: () => log.push('run'),
      }),
    )
    // Whatever was clicked before: the keyboard came last.
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }))
    document.body.innerHTML = html
    const target = document.body.firstElementChild ?? document.body
    return {
      log,
      press(key, init = {}) {
        const event = new KeyboardEvent('keydown', {
          key,
          bubbles: true,
          cancelable: true,
          ...init,
        })
        target.dispatchEvent(event)
        return event
      },
    }
  }

  it('carries out a key anywhere on the page, and keeps it from the page', () => {
    const { press, log } = heard()
    expect(press('r').defaultPrevented).toBe(true)
    expect(press(' ').defaultPrevented).toBe(true)
    expect(log).toEqual(['reset', 'run'])
  })

  it.each(['<input>', '<textarea></textarea>', '<div role="listbox"></div>'])(
    'leaves it to %s',
    (html) => {
      const { press, log } = heard(html)
      expect(press('r').defaultPrevented).toBe(false)
      expect(log).toEqual([])
    },
  )

  it('leaves Space to a box that is ticked, but no letter', () => {
    const { press, log } = heard('<input type="checkbox">')
    expect(press(' ').defaultPrevented).toBe(false)
    expect(press('r').defaultPrevented).toBe(true)
    expect(log).toEqual(['reset'])
  })

  it('leaves Space to a button that the keyboard came to, not to one that was clicked', () => {
    const { press, log } = heard('<button>Clear</button>')
    expect(press(' ').defaultPrevented).toBe(false)
    expect(log).toEqual([])
    document.body.firstElementChild?.dispatchEvent(new Event('pointerdown', { bubbles: true }))
    expect(press(' ').defaultPrevented).toBe(true)
    expect(log).toEqual(['run'])
    press('Tab')
    expect(press(' ').defaultPrevented).toBe(false)
    expect(log).toEqual(['run'])
  })

  it('does nothing that a control has done already', () => {
    const { press, log } = heard('<div></div>')
    document.body.firstElementChild?.addEventListener('keydown', (event) => event.preventDefault())
    press('ArrowLeft')
    expect(log).toEqual([])
  })

  it('repeats a held arrow, but not a held letter', () => {
    const { press, log } = heard()
    press('r', { repeat: true })
    press('ArrowLeft', { repeat: true })
    expect(log).toEqual(['back'])
  })

  it('hears nothing once its view is gone', () => {
    const { press, log } = heard()
    scope?.stop()
    press('r')
    expect(log).toEqual([])
  })
})
