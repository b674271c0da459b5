import {
  autocompletion,
  closeBrackets,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { python } from '@codemirror/lang-python'
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { functions } from '#shared/rules/functions.ts'
import type { Place } from '#shared/rules/ast.ts'

/* The editor of programs. Loaded with the first rule that is written. */

interface EditorFault {
  readonly place: Place
  readonly message: string
}

export interface EditorOptions {
  readonly parent: HTMLElement
  readonly text: string
  readonly label: string
  /** Told of every change by hand. */
  readonly change: (text: string) => void
  /** Names that are declared, to be completed. */
  readonly names: () => readonly string[]
}

export interface Editor {
  /** Shows another text; the same one leaves cursor and history alone. */
  setText(text: string): void
  setFaults(faults: readonly EditorFault[]): void
  focus(): void
  destroy(): void
}

const look = EditorView.theme({
  '&': { fontSize: '0.8125rem', backgroundColor: 'var(--raised)', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '0.375rem 0' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--faint)',
    border: 'none',
    fontSize: '0.6875rem',
  },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'var(--wash-accent) !important',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad) 1px',
    textUnderlineOffset: '0.2em',
  },
  '.cm-tooltip': {
    border: '1px solid var(--hairline)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--wash-accent)',
    color: 'var(--ink)',
  },
})

const inks = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--second)', fontStyle: 'italic' },
  { tag: tags.keyword, color: 'var(--accent)' },
  { tag: tags.number, color: 'var(--warn)' },
  { tag: tags.function(tags.variableName), color: 'var(--good)' },
])

export function createEditor(options: EditorOptions): Editor {
  const { parent, text, label, change, names } = options
  const complete = (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/\w+/)
    if (!word && !context.explicit) return null
    const known = ['w', 'g', 't', ...names()]
    return {
      from: word?.from ?? context.pos,
      options: [
        ...known.map((name) => ({ label: name, type: 'variable' })),
        ...functions.map(({ name }) => ({ label: name, type: 'function' })),
      ],
    }
  }
  let told = text
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      lineNumbers(),
      history(),
      python(),
      closeBrackets(),
      indentUnit.of('    '),
      EditorState.tabSize.of(4),
      syntaxHighlighting(inks),
      autocompletion({ override: [complete], icons: false }),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return
        told = update.state.doc.toString()
        change(told)
      }),
      look,
    ],
  })
  return {
    setText(next) {
      if (next === told) return
      told = next
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } })
    },
    setFaults(faults) {
      const { doc } = view.state
      const found = faults.map(({ place, message }) => {
        const line = doc.line(Math.min(Math.max(1, place.line), doc.lines))
        const from = Math.min(line.from + Math.max(0, place.column - 1), line.to)
        const to = Math.min(from + Math.max(1, place.length), doc.length)
        return { from: Math.min(from, to), to, severity: 'error' as const, message }
      })
      view.dispatch(setDiagnostics(view.state, found))
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}
