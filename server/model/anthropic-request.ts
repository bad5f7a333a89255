import type { MessageCreateParamsStreaming, TextBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';

/** Rewrites a JSON Schema so that the provider takes it; what it cannot enforce moves into descriptions. */
export type FitSchema = (schema: Record<string, unknown>) => Record<string, unknown>;

/**
 * A model request in the words of the Messages API. The sources come first and carry the mark for the prompt cache, so that the
 * steps of one job pay for them once. No prefill and no temperature: current models refuse both.
 *
 * `spellOut` also writes the schema of a structured answer into the system text, for servers behind a base URL that speak the API
 * but do not know `output_config`.
 */
export function messageParams(request: ModelRequest, fitSchema: FitSchema, spellOut: boolean): MessageCreateParamsStreaming {
  const { output } = request;
  const system = [request.system, output.type === 'json' && spellOut ? schemaInWords(output.schema) : '']
    .filter(Boolean)
    .join('\n\n');
  return {
    model: request.model,
    max_tokens: request.maxOutputTokens,
    stream: true,
    ...(system && { system }),
    messages: [{ role: 'user', content: userContent(request) }],
    ...(output.type === 'json' && { output_config: { format: { type: 'json_schema', schema: fitSchema(output.schema) } } }),
  };
}

function userContent({ sources, task }: ModelRequest): TextBlockParam[] {
  const blocks: TextBlockParam[] = [];
  // The API refuses empty text blocks.
  if (sources) blocks.push({ type: 'text', text: sources, cache_control: { type: 'ephemeral' } });
  if (task) blocks.push({ type: 'text', text: task });
  return blocks;
}

const schemaInWords = (schema: Record<string, unknown>): string =>
  `Answer with one JSON value and nothing else. It fits this JSON Schema:\n${JSON.stringify(schema)}`;
