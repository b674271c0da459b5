import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

const name = 'descent-lab'

/**
 * Where settings and runs are kept, the same for every shell: `DESCENT_LAB_DATA` if set, else the
 * platform's place for a program's data.
 */
export function dataFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env['DESCENT_LAB_DATA']) return resolve(env['DESCENT_LAB_DATA'])
  switch (platform) {
    case 'win32':
      return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), name)
    case 'darwin':
      return join(home, 'Library', 'Application Support', name)
    default:
      return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), name)
  }
}
