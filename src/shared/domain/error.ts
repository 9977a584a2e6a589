// The error type as a schema, for what a job keeps and tells of.
import * as z from 'zod'
import { ERROR_CODES, type AppError as Failure, type FieldError as Field } from '../errors.ts'

export const FieldError = z.object({ path: z.string(), message: z.string() }) satisfies z.ZodType<Field>

export const AppError = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  hint: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
}) satisfies z.ZodType<Failure>
