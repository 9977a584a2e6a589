// Entry of the worker threads that do CPU work for the core. They load no native module, so they may be terminated.
import { serveTasks } from './core/worker/serve.ts'

serveTasks()
