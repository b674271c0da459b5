import { join } from 'node:path'
import type { Configuration, FileAssociation } from 'electron-builder'
import { unusedPatterns } from './scripts/package/unused.ts'
import type { FoundElectron } from './scripts/setup/electron.ts'

/*
 * What goes into the desktop package, for every target alike; `npm run package` builds from it.
 */

/** The icons' sizes in `resources/icons`, in pixels. */
export const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512] as const

/** The names of a package: one made from a third party's Electron is a test build, and says so. */
export interface PackageNames {
  /** Of the package, and of its files' names. */
  readonly name: string
  /** As a person reads it: in menus, and as the window's title. */
  readonly product: string
  readonly version: string
}

/** The authors have no address of their own; packages must name one. */
export const maintainer = 'The Descent Lab authors <authors@descent-lab.invalid>'

/** @param version of the project */
export function packageNames(version: string, testBuild: boolean): PackageNames {
  return testBuild
    ? {
        name: 'descent-lab-test-build',
        product: 'Descent Lab Test Build',
        version: `${version}-test`,
      }
    : { name: 'descent-lab', product: 'Descent Lab', version }
}

/** Our own code and data. What only a developer runs, or a web server sends, stays out. */
const files = [
  'package.json',
  'LICENSE',
  'out/main/**/*.js',
  'out/preload/*.cjs',
  'out/renderer/**/*',
  '!out/main/{bench,serve}.js',
  '!**/*.map',
]

/** Of the libraries, what their code reads at run time, and their licences. */
const modules = [
  // Sources, types, maps and papers.
  '!**/node_modules/**/*.{ts,mts,cts,tsx,map,flow,md,mkd,markdown,html,css,yml,yaml,gyp,gypi,sh,bat,cmd,bazel,py,tgz,bnf,tsbuildinfo,esm,umd,md~,realpath,info,png}',
  '!**/node_modules/**/{AUTHORS,CHANGELOG,CHANGES,CONTRIBUTORS,HISTORY,README,Makefile,Gruntfile.js,bower.json,component.json,.*}',
  '!**/node_modules/**/{test,tests,__tests__,spec,example,examples,benchmark,benchmarks,doc,docs,website}/**',
  '!**/node_modules/**/{test,run_tests,*_test,*_spec,*.test,*.spec}.{js,cjs,mjs}',
  '!**/node_modules/**/tsconfig*.json',
  // Nothing but types.
  '!**/node_modules/{@types,@webgpu,undici-types}/**',
  // Of TensorFlow's package, the addon and its library.
  '!**/node_modules/@tensorflow/tfjs-node/{binding,dist,python,scripts,src}/**',
  '!**/node_modules/.bin/**',
  // Builds for browsers beside the one for Node.
  '!**/node_modules/seedrandom/*.min.js',
  '!**/node_modules/zod/src/**',
  '!**/node_modules/@msgpack/msgpack/{dist.es5+umd,dist.es5+esm,src}/**',
]

const associations: FileAssociation[] = [
  {
    ext: 'descentrun',
    name: 'Descent Lab run',
    description: 'Descent Lab run',
    mimeType: 'application/x-descent-lab-run',
    role: 'Editor',
  },
  { ext: 'csv', name: 'CSV table', mimeType: 'text/csv', role: 'Viewer' },
  {
    ext: 'tsv',
    name: 'TSV table',
    mimeType: 'text/tab-separated-values',
    role: 'Viewer',
  },
]

/**
 * @param version of the project
 * @param electron that the package is made from; without it electron-builder brings its own
 * @param notices a file with the licences of all libraries
 */
export function packageConfig(
  version: string,
  electron: FoundElectron | undefined,
  notices: string,
): Configuration {
  const names = packageNames(version, electron?.thirdParty ?? false)
  const known = electron && electron.version !== 'unknown' ? electron.version : undefined
  return {
    appId: 'org.descent-lab.app',
    productName: names.product,
    executableName: 'descent-lab',
    artifactName: `${names.name}-\${version}-\${arch}.\${ext}`,
    copyright: 'MIT licence',
    directories: { output: 'dist', buildResources: 'resources' },
    extraMetadata: {
      name: names.name,
      productName: names.product,
      version: names.version,
      // An rpm must name one; there is none yet.
      homepage: 'https://descent-lab.invalid/',
      // Ties the window to its desktop entry.
      desktopName: 'descent-lab.desktop',
    },
    ...(electron ? { electronDist: electron.dist } : {}),
    ...(known === undefined ? {} : { electronVersion: known }),
    electronLanguages: ['en-US', 'zh-CN'],
    // What set-up brought stays as it is.
    npmRebuild: false,
    // No updater, and nowhere to publish to.
    publish: null,
    compression: 'normal',
    files: [...files, ...modules, ...unusedPatterns(import.meta.dirname)],
    // Only what is named below is unpacked, not each library around it.
    asar: { smartUnpack: false },
    // What the system's loader opens, it opens by a path of the disk.
    asarUnpack: [
      '**/node_modules/@tensorflow/tfjs-node/{deps,lib}/**',
      '**/node_modules/@duckdb/node-bindings-*/**',
    ],
    // DuckDB reads the tables itself, which it could not in the archive.
    extraResources: [
      {
        from: 'resources',
        to: '.',
        filter: ['**/*', '!screenshots/**', '!icons/**', 'icons/512x512.png'],
      },
    ],
    extraFiles: [{ from: notices, to: 'LICENSES.libraries.txt' }],
    electronFuses: {
      // Nothing starts it as Node: trainers and readers of tables are utility processes.
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      // The platforms on which Electron can.
      enableEmbeddedAsarIntegrityValidation: process.platform !== 'linux',
      // The page has its own protocol, and no file of the disk any privilege.
      grantFileProtocolExtraPrivileges: false,
      // There is no cookie; a keyring would ask for its password for nothing.
      enableCookieEncryption: false,
      loadBrowserProcessSpecificV8Snapshot: false,
    },
    linux: {
      target: [],
      category: 'Education;Science',
      maintainer,
      icon: join('resources', 'icons'),
      synopsis: 'See how optimizers work, measure which one to use',
    },
    win: { target: [], icon: join('resources', 'icons', '512x512.png') },
    nsis: { oneClick: false, perMachine: false, deleteAppDataOnUninstall: false },
    mac: {
      target: [],
      icon: join('resources', 'icons', '512x512.png'),
      category: 'public.app-category.education',
    },
    fileAssociations: associations,
  }
}
