import type { ElectronApplication } from '@playwright/test'

type Modules = typeof Electron.CrossProcessExports

/** The desktop app's own process, in which a test runs code with Electron's modules. */
export interface AppProcess {
  /** @param code is sent as text: it knows its arguments and globals alone */
  evaluate<Result>(code: (modules: Modules) => Result | Promise<Result>): Promise<Result>
  evaluate<Result, Argument>(
    code: (modules: Modules, argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>
}

/**
 * What is evaluated at once has a promise that nothing but the inspector holds until the app's loop turns:
 * if memory is cleared in between, the answer is lost with it ("promise was garbage collected"). Here a
 * timer holds the promise until then.
 */
export function appProcess(application: ElectronApplication): AppProcess {
  return {
    evaluate: (code: (modules: Modules, argument: never) => unknown, argument?: unknown) =>
      application.evaluate(
        async (modules, [source, given]) => {
          await new Promise((turn) => setImmediate(turn))
          const run = (0, eval)(`(${source})`) as (modules: unknown, given: unknown) => unknown
          return run(modules, given)
        },
        [String(code), argument] as const,
      ) as Promise<never>,
  }
}
