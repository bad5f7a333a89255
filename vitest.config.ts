import { defineConfig } from 'vitest/config';

// A net for what hangs, not a measure of speed: some tests start processes, on machines that do other things too.
const testTimeout = 20_000;

/** Three kinds of proof that need no browser: beside the code (`unit`), about the code (`rules`), and of the whole engine (`simulation`). */
export default defineConfig({
  test: {
    allowOnly: false,
    passWithNoTests: false,
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout,
          // Browsers have it; Node keeps it behind this for now.
          execArgv: ['--experimental-eventsource'],
          include: [
            'shared/**/*.test.{ts,tsx}',
            'server/**/*.test.{ts,tsx}',
            'web/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
            'e2e/fixtures/**/*.test.ts',
            'e2e/bench/**/*.test.ts',
          ],
        },
      },
      { test: { name: 'rules', testTimeout, include: ['e2e/rules/**/*.test.ts'] } },
      { test: { name: 'simulation', include: ['e2e/simulation/**/*.test.ts'], testTimeout: 180_000, maxConcurrency: 2 } },
    ],
  },
});
