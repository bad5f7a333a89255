import type { Random } from '../../shared/kernel/random.ts';
import { type Failure, permanent, transient } from '../../shared/protocol/failure.ts';
import { analysisOutput } from '../../shared/recipes/block-analyze.ts';
import type { ModelRequest } from '../../shared/recipes/model-request.ts';
import type { Usage } from '../../shared/recipes/usage.ts';

/** How a provider may answer one call. */
export const behaviours = [
  'whole',
  'pause',
  'slow',
  'at-once',
  'length',
  'silent-start',
  'silent',
  'cut',
  'truncated',
  'error-event',
  'rate-limit',
  'overloaded',
  'server-error',
  'unreachable',
  'bad-request',
  'refusal',
  'not-json',
] as const;
export type Behaviour = (typeof behaviours)[number];

/** What the provider does with one request: pieces of text after waits, then an end. */
export type Script = {
  readonly pieces: readonly { readonly afterMs: number; readonly text: string }[];
  readonly endAfterMs: number;
  readonly end:
    | { readonly type: 'done'; readonly stop: 'end' | 'length' }
    | { readonly type: 'failed'; readonly failure: Failure };
  readonly usage: Usage | null;
  /** With its first text the provider asks for a pause this long; null: it does not. */
  readonly pauseMs: number | null;
};

const words = 'the quarter brought fewer calls, naïve façade 日本 notes — and 🙂 a plan for release of drafts'.split(' ');

/** The script of a call: the same for the same draws. `name` stands in the text, so that no two answers are alike. */
export function scriptOf(behaviour: Behaviour, request: ModelRequest, name: string, random: Random): Script {
  const text = answerTo(request, behaviour, name, random);
  const pieces = inPieces(text, random).map((piece, at) => ({ afterMs: paceOf(behaviour, at, random), text: piece }));
  const usage = { input: 40, output: Math.ceil(text.length / 4), cacheRead: 0, cacheWrite: 0 };
  const done = (stop: 'end' | 'length'): Script => ({
    pieces,
    endAfterMs: random() * 50,
    end: { type: 'done', stop },
    usage,
    pauseMs: null,
  });
  const failed = (failure: Failure, more: Partial<Script> = {}): Script => ({
    pieces: [],
    endAfterMs: 20 + random() * 300,
    end: { type: 'failed', failure },
    usage: null,
    pauseMs: null,
    ...more,
  });
  const some = pieces.slice(0, Math.max(1, Math.floor(random() * pieces.length)));
  switch (behaviour) {
    case 'pause':
      return { ...done('end'), pauseMs: Math.ceil(500 + random() * 6_000) };
    case 'whole':
    case 'slow':
    case 'at-once':
    case 'not-json':
      return done('end');
    case 'length':
      return done(request.output.type === 'json' ? 'end' : 'length');
    case 'silent-start':
      return failed(transient('silent_start'), { endAfterMs: 20_000 });
    case 'silent':
      return failed(transient('silent'), { pieces: some, endAfterMs: 10_000, usage: { ...usage, output: 0 } });
    case 'cut':
      return failed(transient('reset'), { pieces: some });
    case 'truncated':
      return failed(transient('truncated'), { pieces: some, endAfterMs: 1 });
    case 'error-event':
      return failed(transient('overloaded'), { pieces: some });
    case 'rate-limit':
      return failed(transient('rate_limit', { free: true, status: 429, retryAfterMs: Math.ceil(1_000 + random() * 9_000) }));
    case 'overloaded':
      return failed(transient('overloaded', { free: true, status: 529, retryAfterMs: random() < 0.5 ? null : 2_000 }));
    case 'server-error':
      return failed(transient('server_error', { status: 500 }));
    case 'unreachable':
      return failed(transient('unreachable', { free: true }));
    case 'bad-request':
      return failed(permanent('bad_request', { status: 400 }));
    case 'refusal':
      return failed(permanent('refusal', { free: false }), { pieces: some, usage });
  }
}

function answerTo({ output }: ModelRequest, behaviour: Behaviour, name: string, random: Random): string {
  if (output.type !== 'json' || behaviour === 'not-json') return prose(name, random);
  return output.name === analysisOutput ? analysis(name) : outline(name, random);
}

function analysis(name: string): string {
  const [text, sources] = [`${name} says enough.`, ['w0']];
  const themes = [{ title: name, text, sources }];
  return JSON.stringify({ themes, strengths: [{ text, sources }], gaps: [], quotes: [{ quote: 'What w0 is.', source: 'w0' }] });
}

function paceOf(behaviour: Behaviour, at: number, random: Random): number {
  if (behaviour === 'at-once') return 0;
  if (behaviour === 'slow') return 500 + random() * 4_000;
  return at === 0 ? 30 + random() * 600 : random() * 180;
}

function prose(name: string, random: Random): string {
  const count = 3 + Math.floor(random() * 24);
  return `${name}: ${Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(' ')}.`;
}

function outline(name: string, random: Random): string {
  const count = 2 + Math.floor(random() * 2);
  const sections = Array.from({ length: count }, (_, at) => ({
    heading: `Part ${at + 1}`,
    prompt: `Tell part ${at + 1} of ${name}.`,
  }));
  return JSON.stringify({ sections });
}

/** Cuts a text into pieces of whole characters. */
function inPieces(text: string, random: Random): readonly string[] {
  const characters = [...text];
  const pieces: string[] = [];
  while (characters.length > 0) pieces.push(characters.splice(0, 4 + Math.floor(random() * 40)).join(''));
  return pieces;
}
