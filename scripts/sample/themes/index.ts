// All themes of the sample workspace.
import type { Theme } from '../theme.ts'
import { auto } from './auto.ts'
import { travel } from './travel.ts'

export const THEMES: readonly Theme[] = [auto, travel]
