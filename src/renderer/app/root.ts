import { createApp } from 'vue'
import Root from './Root.vue'

/** The one app of the page. */
export const app = createApp(Root)
