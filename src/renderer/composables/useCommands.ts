import { callWithAsyncErrorHandling, ErrorCodes, getCurrentInstance, onScopeDispose } from 'vue'
import type { LabEvent } from '#shared/contract/calls.ts'
import { useBridge } from './useBridge.ts'

type Command = Extract<LabEvent, { kind: 'command' }>['command']

export type CommandHandlers = Readonly<Partial<Record<Command, () => unknown>>>

/**
 * Carries out what the shell's menu asks for. What a handler throws or rejects with reaches the boundary
 * around the stage, as if a button had done it.
 */
export function useCommands(handlers: CommandHandlers): void {
  const bridge = useBridge()
  const instance = getCurrentInstance()
  onScopeDispose(
    bridge.onEvent((event) => {
      const handler = event.kind === 'command' ? handlers[event.command] : undefined
      if (handler) {
        callWithAsyncErrorHandling(handler, instance, ErrorCodes.NATIVE_EVENT_HANDLER)
      }
    }),
  )
}
