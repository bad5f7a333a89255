import { z } from 'zod/mini';
import { err, ok, type Result } from '../kernel/result.ts';
import { type Failure, transient } from '../protocol/failure.ts';

/** Reads a brief's input by its schema; an error is a sentence for whoever made the brief. */
export const inputParser =
  <Input>(schema: z.ZodMiniType<Input>) =>
  (input: unknown): Result<Input, string> => {
    const parsed = schema.safeParse(input);
    return parsed.success ? ok(parsed.data) : err(z.prettifyError(parsed.error));
  };

/** Reads a model's structured answer, called `name` in the failure; one that does not fit is `invalid_output`, and asked for again. */
export const answerParser =
  <Answer>(name: string, schema: z.ZodMiniType<Answer>) =>
  (text: string): Result<Answer, Failure> => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return err(transient('invalid_output', { detail: `The ${name} is not JSON.` }));
    }
    const parsed = schema.safeParse(value);
    return parsed.success
      ? ok(parsed.data)
      : err(transient('invalid_output', { detail: `The ${name} does not fit its schema.` }));
  };
