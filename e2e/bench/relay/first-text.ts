import { openProgram, originOf } from '../../fixtures/program.ts';
import { inWorld } from '../browser-world.ts';
import { alone, type Comparison } from '../comparison.ts';
import { median } from '../figures.ts';
import { repeat } from '../run.ts';

const warmUps = 3;

/** How much later a program sees the first words of a job than of a call that it makes itself; the two take turns. */
export const measureFirstText = (turns: number): Promise<readonly Comparison[]> =>
  inWorld({}, async (world) => {
    world.provider.script({}, { type: 'answer', text: 'A short text.' });
    const program = await openProgram(world);
    const throughUs = async (turn: number): Promise<number> => {
      const asked = performance.now();
      const input = { prompt: `Tell how quarter ${turn} went.` };
      const { jobId } = await program.post('/api/jobs', { kind: 'block.generate', input });
      const stream = await fetch(`${originOf(world)}/api/jobs/${jobId}/events`, { headers: program.headers });
      const seenAt = await seen(stream, 'event: text');
      return seenAt - asked;
    };
    const direct = async (turn: number): Promise<number> => {
      const asked = performance.now();
      const messages = [{ role: 'user', content: `Tell how quarter ${turn} went.` }];
      const body = JSON.stringify({ model: 'claude-sonnet-5-5', max_tokens: 1_000, stream: true, messages });
      const headers = { 'x-api-key': 'sk-journey', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' };
      const stream = await fetch(`${world.provider.url}/v1/messages`, { method: 'POST', headers, body });
      return (await seen(stream, 'text_delta')) - asked;
    };
    const all = await repeat(warmUps + turns, async (turn) => ({ direct: await direct(turn), ours: await throughUs(turn) }));
    const counted = all.slice(warmUps);
    const limits = [{ by: 'directly', values: counted.map((each) => each.direct) }];
    const p50 = (of: (each: (typeof all)[number]) => number) => median(counted.map(of));
    return [
      { ...alone, what: 'asked → first text', unit: 'ms', ours: counted.map(({ ours }) => ours), limits },
      {
        ...alone,
        what: 'the same, p50 through us less p50 directly',
        unit: 'ms',
        ours: [p50(({ ours }) => ours) - p50((each) => each.direct)],
        budget: { atMost: 60 },
      },
    ];
  });

/** When a stream has said these words; it is heard to its end, so that the next turn begins in peace. */
async function seen(stream: Response, words: string): Promise<number> {
  let text = '';
  let at = Number.NaN;
  const decoder = new TextDecoder();
  for await (const chunk of stream.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (Number.isNaN(at) && text.includes(words)) at = performance.now();
  }
  if (Number.isNaN(at)) throw new Error(`A stream never said ${words}: ${text.slice(0, 200)}`);
  return at;
}
