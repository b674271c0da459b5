import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import ts from 'typescript-eslint'

/*
 * Components: what oxlint does not know of them, their templates above all. Every other rule, and which
 * part may import which, is in .oxlintrc.json.
 */
export default defineConfig(
  vue.configs['flat/recommended'],
  prettier,
  { languageOptions: { parserOptions: { parser: ts.parser } } },
  { files: ['**/*.ts'], languageOptions: { parser: ts.parser } },
  {
    files: ['**/*.vue'],
    rules: { 'vue/multi-word-component-names': 'off', 'vue/define-macros-order': 'error' },
  },
)
