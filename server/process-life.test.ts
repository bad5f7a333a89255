import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';

/** Runs a program of a few lines beside the server's sources; gives its exit code and what it printed. */
const run = (lines: string): Promise<{ readonly code: unknown; readonly printed: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--input-type=module', '--eval', lines],
      { cwd: import.meta.dirname, timeout: 20_000 },
      (error, out, err) => resolve({ code: error?.code ?? 0, printed: out + err }),
    );
  });

const program = (bug: string): string => `
  import { createSystemLog } from './log.system.ts';
  import { endOnBug } from './process-life.ts';
  endOnBug(createSystemLog());
  ${bug}
  setTimeout(() => console.log('still there'), 1_000);
`;

const bugs = {
  'an error in a timer': "setTimeout(() => JSON.parse('The quarter went well.'));",
  'a promise that nobody waits for': "Promise.reject(new Error('Told to nobody.', { cause: new SyntaxError('The quarter') }));",
};

for (const [name, bug] of Object.entries(bugs))
  test(`${name} ends the server with one line of the log, without a document’s words`, async () => {
    const { code, printed } = await run(program(bug));
    expect(code).toBe(1);
    const line: unknown = JSON.parse(printed);
    expect(line).toMatchObject({ level: 50, msg: expect.stringContaining('A bug ended the server.') });
    expect(line).toHaveProperty('error.stack', expect.stringMatching(/^\s+at /));
    expect(printed).not.toMatch(/The quarter|still there/);
  });
