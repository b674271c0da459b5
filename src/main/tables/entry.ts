import { openChannel } from '../process/channel.ts'
import { answer } from './answer.ts'

/* A reader's process: answers one request, and is ended by whoever started it. */

const channel = openChannel()
channel.onMessage((message) => answer(message, (reply) => channel.post(reply)))
