// All themes of the sample workspace.
import type { Theme } from '../theme.ts'
import { auto } from './auto.ts'
import { business } from './business.ts'
import { community } from './community.ts'
import { dining } from './dining.ts'
import { finance } from './finance.ts'
import { gaming } from './gaming.ts'
import { grocery } from './grocery.ts'
import { health } from './health.ts'
import { home } from './home.ts'
import { insurance } from './insurance.ts'
import { luxury } from './luxury.ts'
import { school } from './school.ts'
import { streaming } from './streaming.ts'
import { telecom } from './telecom.ts'
import { travel } from './travel.ts'

export const THEMES: readonly Theme[] = [
  auto,
  grocery,
  travel,
  finance,
  health,
  home,
  gaming,
  streaming,
  school,
  luxury,
  dining,
  telecom,
  insurance,
  business,
  community,
]
