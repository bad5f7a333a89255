import { z } from 'zod/mini';

/** The built-in model that needs no key: an id that no provider has. */
export const demoModelId = 'demo';

/**
 * What a recipe asks of a model, in words of no provider. Built by the same pure function on the device and on the server, and
 * hashed (L1): so it holds nothing that differs between them. `sources` is the long part that several steps of a job share, and is
 * marked for the provider's prompt cache; `task` comes after it.
 */
const modelRequestSchema = z.object({
  /** A model's id as the provider names it, or `demo`. */
  model: z.string().check(z.minLength(1), z.maxLength(200)),
  maxOutputTokens: z.int().check(z.positive()),
  system: z.string(),
  /** The evidence, as Markdown; empty when there is none. */
  sources: z.string(),
  task: z.string(),
  /** `text`: prose in Markdown. `json`: one JSON value that fits `schema`. */
  output: z.discriminatedUnion('type', [
    z.object({ type: z.literal('text') }),
    z.object({ type: z.literal('json'), name: z.string(), schema: z.record(z.string(), z.unknown()) }),
  ]),
});
export type ModelRequest = Readonly<z.infer<typeof modelRequestSchema>>;

/** Tokens as the provider counts them. `input` leaves out what was read from or written to its cache. */
export const usageSchema = z.object({
  input: z.int().check(z.nonnegative()),
  output: z.int().check(z.nonnegative()),
  cacheRead: z.int().check(z.nonnegative()),
  cacheWrite: z.int().check(z.nonnegative()),
});
/**
 * A bounded guess of a text's tokens: 3 characters a token in scripts with letters, 1 for others. It errs high for English (about 4),
 * so that a prompt that passes it fits.
 */
export function estimateTokens(text: string): number {
  const wide = text.match(/[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]/g)?.length ?? 0;
  return Math.ceil((text.length - wide) / 3 + wide);
}
