// Whether the program behind this page answers. The desktop's always does; a browser's page can outlive what served it.
import { createStore } from '../lib/store.ts'

/** `refused`: another run of the program answers, which doesn't know this page's token. */
export type Connection = 'up' | 'lost' | 'refused'

export const connection = createStore<Connection>('up')
