import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import globals from 'globals'
import ts from 'typescript-eslint'

const stages = ['data', 'iris', 'learn', 'optimizers', 'race', 'runs', 'surface']

/** Which folder may import which: `target` never imports `from`. */
const zones = [
  ...stages.map((stage) => ({
    target: `./src/renderer/views/${stage}`,
    from: './src/renderer/views',
    except: [`./${stage}`],
    message:
      'No stage imports another: what several need is in src/renderer/race or src/renderer/ui.',
  })),
  {
    target: './src/renderer/race',
    from: './src/renderer/views',
    message: 'The race stands below the stages that show it.',
  },
  {
    target: './src/renderer/ui',
    from: ['./src/renderer/race', './src/renderer/views'],
    message: 'The parts of the page know no race and no stage.',
  },
  {
    target: './src/shared',
    from: ['./src/main', './src/preload', './src/renderer', './scripts', './test'],
    message: 'src/shared is pure: it imports only itself.',
  },
  {
    target: './src/shared/experiment',
    from: ['./src/shared/contract'],
    message: 'The contract imports the experiment, never back.',
  },
  {
    target: './src/renderer',
    from: ['./src/main', './src/preload', './scripts', './test'],
    message: 'The page knows the laboratory only through src/shared/contract.',
  },
  {
    target: './src/main',
    from: ['./src/renderer', './src/preload', './scripts', './test'],
    message: 'The main side never imports the page.',
  },
  {
    target: './src/preload',
    from: ['./src/renderer', './src/main', './scripts', './test'],
    message: 'The preload is a bridge: it imports only src/shared.',
  },
  {
    target: './src/main/lab',
    from: ['./src/main/electron', './src/main/serve', './src/main/cli'],
    message: 'Nothing imports a shell.',
  },
  {
    target: './src/main/trainer',
    from: ['./src/main/electron', './src/main/serve', './src/main/cli', './src/main/lab'],
    message: 'The trainer stands below the laboratory and the shells.',
  },
  {
    target: './src/main/tables',
    from: [
      './src/main/electron',
      './src/main/serve',
      './src/main/cli',
      './src/main/lab',
      './src/main/trainer',
    ],
    message: 'The reader of tables stands below the laboratory and the shells.',
  },
  {
    target: './src/main/process',
    from: [
      './src/main/electron',
      './src/main/serve',
      './src/main/cli',
      './src/main/lab',
      './src/main/trainer',
      './src/main/tables',
    ],
    message: 'The channel of processes stands below all who speak over it.',
  },
  {
    target: './src/main/electron',
    from: ['./src/main/serve', './src/main/cli'],
    message: 'Nothing imports a shell.',
  },
  {
    target: './src/main/serve',
    from: ['./src/main/electron', './src/main/cli'],
    message: 'Nothing imports a shell.',
  },
  {
    target: './src/main/cli',
    from: ['./src/main/electron', './src/main/serve'],
    message: 'Nothing imports a shell.',
  },
]

export default defineConfig(
  { ignores: ['out/', 'dist/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  ts.configs.strict,
  vue.configs['flat/recommended'],
  prettier,
  {
    files: ['**/*.{ts,vue}'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver()] },
    languageOptions: { globals: globals.es2022, parserOptions: { parser: ts.parser } },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // Indexing a typed array inside its length is what numerics do all day.
      '@typescript-eslint/no-non-null-assertion': 'off',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
      ],
      // TypeScript resolves names and knows the platform's globals.
      'no-undef': 'off',
    },
  },
  {
    files: ['src/shared/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', 'electron', 'vue', 'pinia', 'echarts', '@tensorflow/*'],
              message: 'src/shared runs anywhere: no platform, page or TensorFlow import.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/main/{lab,trainer,tables,process,serve,cli}/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'electron', message: 'Only src/main/electron imports electron.' }],
        },
      ],
    },
  },
  {
    files: ['src/renderer/**/*.{ts,vue}', 'src/preload/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'The page has no Node.' }] },
      ],
    },
  },
  {
    files: ['**/*.vue', '*.config.{ts,js}'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // The type of words is what the English ones are.
    files: [
      'src/main/**/text.ts',
      'src/shared/words/en.ts',
      'src/shared/words/tournament-figures.ts',
    ],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    files: ['**/*.vue'],
    rules: { 'vue/multi-word-component-names': 'off', 'vue/define-macros-order': 'error' },
  },
)
