import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { callNames } from './scripts/build/call-names.ts'
import { firstChunk, preloadFirst } from './scripts/build/first-chunk.ts'
import { lessonPage } from './scripts/build/lesson-page.ts'

const here = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      target: 'node20',
      // Plain JavaScript goes into the build: it loads in a third of the time of its many files.
      externalizeDeps: {
        exclude: [
          'zod',
          'pure-rand',
          '@lezer/common',
          '@lezer/python',
          '@msgpack/msgpack',
          'yazl',
          'yauzl',
        ],
      },
      rollupOptions: {
        // One entry per process or shell; all share the laboratory's chunks.
        input: {
          index: here('src/main/index.ts'),
          serve: here('src/main/serve/index.ts'),
          cli: here('src/main/cli/index.ts'),
          bench: here('src/main/cli/bench.ts'),
          trainer: here('src/main/trainer/entry.ts'),
          tables: here('src/main/tables/entry.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: here('src/preload/index.ts'),
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: 'index.cjs', inlineDynamicImports: true },
      },
      // In the sandbox there is no node_modules to load from.
      externalizeDeps: false,
    },
    plugins: [callNames(import.meta.dirname)],
  },
  renderer: {
    root: here('src/renderer'),
    build: {
      target: 'chrome130',
      minify: true,
      rolldownOptions: {
        input: here('src/renderer/index.html'),
        output: { codeSplitting: { groups: [{ name: firstChunk(import.meta.dirname) }] } },
      },
    },
    plugins: [vue(), preloadFirst(), lessonPage(import.meta.dirname)],
    // A worker loads what it needs when it needs it.
    worker: { format: 'es' },
  },
})
