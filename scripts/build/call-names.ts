import { resolve } from 'node:path'
import { runnerImport, type Plugin } from 'vite'

/**
 * Puts the names of the contract's calls into the preload, as `callNames`. Of the contract it needs
 * nothing else: the schemas, half a megabyte of script, would be run before the page's first paint.
 */
export function callNames(root: string): Plugin {
  return {
    name: 'call-names',
    async config() {
      const contract = resolve(root, 'src/shared/contract/calls.ts')
      const { module } = await runnerImport<{ callNames: readonly string[] }>(contract)
      return { define: { callNames: JSON.stringify(module.callNames) } }
    },
  }
}
