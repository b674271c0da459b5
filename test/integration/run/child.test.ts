import { describe, expect, it } from 'vitest'
import { runChild } from '#scripts/run/child.ts'
import { printed, startScript, type RunningScript } from './script.ts'

/** Starts a process that runs `code` in a child, as the commands run the program. */
function startParent(code: string): RunningScript {
  return startScript(new URL('parent.ts', import.meta.url), [code])
}

/** Prints its process id, and goes on until it is ended. */
const patient = `console.log('pid ' + process.pid); setInterval(() => {}, 1000)`

function childOf(parent: RunningScript): number {
  return Number(/pid (\d+)/.exec(parent.output())?.[1])
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('a program that a command runs', () => {
  it.each([0, 1, 42])('passes its exit code %i on', async (code) => {
    expect(await startParent(`process.exit(${code})`).ended).toBe(code)
  })

  it('writes where the command writes', async () => {
    const parent = startParent(`console.log('out'); console.error('err')`)
    await parent.ended
    expect(parent.output()).toContain('out')
    expect(parent.output()).toContain('err')
  })

  it('is heard by whoever wants to hear it instead, on both streams', async () => {
    let heard = ''
    const code = await runChild(
      process.execPath,
      ['-e', `console.log('out'); console.error('err')`],
      {
        ...{ cwd: process.cwd(), env: process.env },
        onOutput: (text) => (heard += text),
      },
    )
    expect(code).toBe(0)
    expect(heard).toContain('out')
    expect(heard).toContain('err')
  })

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('ends with the command at %s, by the code of that signal', async (signal, code) => {
    const parent = startParent(patient)
    await printed(parent, 'pid')
    parent.child.kill(signal)
    expect(await parent.ended).toBe(code)
    expect(isRunning(childOf(parent))).toBe(false)
  })

  it('ends when the shell does that runs the command, as npm’s', async () => {
    // A shell ends at once by such a signal, and hands it to nobody.
    const parent = startScript(new URL('parent.ts', import.meta.url), [patient], {}, 'sh')
    await printed(parent, 'pid')
    parent.child.kill('SIGTERM')
    // Its output ends when the last of its children does.
    expect(await parent.ended).toBe('SIGTERM')
    expect(isRunning(childOf(parent))).toBe(false)
  })

  it('may end in its own way and by its own code', async () => {
    const parent = startParent(`
      process.on('SIGTERM', () => { console.log('tidied'); process.exit(7) })
      ${patient}
    `)
    await printed(parent, 'pid')
    parent.child.kill('SIGTERM')
    expect(await parent.ended).toBe(7)
    expect(parent.output()).toContain('tidied')
  })

  it('counts as failed when something else killed it', async () => {
    const parent = startParent(patient)
    await printed(parent, 'pid')
    process.kill(childOf(parent), 'SIGKILL')
    expect(await parent.ended).toBe(137)
  })
})
