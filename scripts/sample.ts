import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

// npm run sample: the project's own history as the pull requests that `gh pr list --state merged --json …` would print. It is the
// evidence of the library's sample and of the journeys.

const target = 'web/public/sample/evidence.json';
const minEntries = 30;
const maxEntries = 200;
const minCharacters = 15_000;

/** A merged pull request as `gh` prints it, with the fields that the sample's reader knows. */
type PullRequest = {
  readonly author: { readonly login: string };
  readonly body: string;
  readonly createdAt: string;
  readonly labels: readonly string[];
  readonly mergedAt: string;
  readonly number: number;
  readonly reviews: readonly string[];
  readonly title: string;
  readonly url: string;
};

const entries = readHistory();
const text = `${JSON.stringify(entries, null, 2)}\n`;
if (entries.length < minEntries || text.length < minCharacters) {
  process.stderr.write(
    `The history is too short for a sample: ${entries.length} commits with a text and ${text.length} characters, of ${minEntries} and ${minCharacters}.\n`,
  );
  process.exit(1);
}
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, text);
process.stderr.write(`Wrote ${entries.length} entries, ${text.length} characters, to ${target}.\n`);

/** The commits that say why, newest first, numbered from the oldest. */
function readHistory(): readonly PullRequest[] {
  const [field, record] = ['\u001f', '\u001e'];
  const format = ['%aI', '%cI', '%s', '%b'].join(field) + record;
  const log = execFileSync('git', ['log', '--no-merges', `--format=${format}`], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const commits = log
    .split(record)
    .map((commit) => commit.trim().split(field))
    .filter(([, , , body]) => body !== undefined && body.trim() !== '');
  return commits.slice(0, maxEntries).map(([createdAt = '', mergedAt = '', title = '', body = ''], index) => ({
    author: { login: 'meanwhile' },
    body: body.trim(),
    createdAt: inUtc(createdAt),
    labels: [],
    mergedAt: inUtc(mergedAt),
    number: commits.length - index,
    reviews: [],
    title,
    url: '',
  }));
}

/** `2026-11-21T22:36:31+01:00` as gh writes it: `2026-11-21T21:36:31Z`. */
function inUtc(time: string): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
