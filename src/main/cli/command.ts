// What a command is: its words and options, from which its help is made, and what it does.
import type { Result } from '../../shared/errors.ts'
import type { CreateCore } from '../core/face.ts'

export type Option = {
  type: 'string' | 'boolean'
  /** What a value stands for in the help: `DIR`. */
  value?: string
  says: string
}

export type Word = { name: string; says: string; optional?: true; many?: true }

/** What a command line gave, after it was checked against the command. */
export type Given = {
  words: readonly string[]
  text: (option: string) => string | undefined
  is: (option: string) => boolean
}

export type Environment = {
  /** Folder of the program: package.json, resources/ and out/ are in it. */
  root: string
  createCore: CreateCore
}

/** 0 done; 1 failed or refused; 2 the command line was wrong; 3 done, and something is left to see to; 130 interrupted. */
export const EXIT = { done: 0, failed: 1, usage: 2, left: 3, interrupted: 130 } as const
export type Exit = (typeof EXIT)[keyof typeof EXIT]

export type Command = {
  summary: string
  words?: readonly Word[]
  options: Readonly<Record<string, Option>>
  /** Said below the options. */
  notes?: string
  /** Refusals of the command line itself, before anything is opened. */
  check?: (given: Given) => Result<null>
  run: (given: Given, environment: Environment) => Promise<Exit>
}

export const WORKSPACE: Option = {
  type: 'string',
  value: 'DIR',
  says: 'Folder of the workspace (default data/persistence)',
}
export const PROFILE: Option = {
  type: 'string',
  value: 'ID',
  says: 'Whose records (default: the only profile, or your account’s name)',
}
export const JSON_OUTPUT: Option = { type: 'boolean', says: 'Answer as JSON' }
/** Of every command that works on a workspace. */
export const COMMON = { workspace: WORKSPACE, profile: PROFILE, json: JSON_OUTPUT } as const
