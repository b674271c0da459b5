import { disableAutoUnmount, enableAutoUnmount } from '@vue/test-utils'
import { afterEach } from 'vitest'

// As the page's: KaTeX typesets in no other mode, and asks when it is loaded.
Object.defineProperty(document, 'compatMode', { configurable: true, value: 'CSS1Compat' })

// No face is on its way.
Object.defineProperty(document, 'fonts', {
  configurable: true,
  value: { ready: Promise.resolve() },
})

// The files of a worker share a document: what a test mounts is gone after it, and what it kept.
afterEach(() => {
  document.body.replaceChildren()
  localStorage.clear()
})
disableAutoUnmount()
enableAutoUnmount(afterEach)
