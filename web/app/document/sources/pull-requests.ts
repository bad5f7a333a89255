import type { NewSource } from '../../../ports.ts';
import { isObject } from './table.ts';

/** One entry of the list; nothing is sure to be in it but a title. */
export type PullRequest = Readonly<Record<string, unknown>>;

/** Recognises what `gh pr list --json …` prints: every entry has a title, and something that only a pull request has. */
export const arePullRequests = (entries: readonly PullRequest[]): boolean =>
  entries.every((entry) => typeof entry['title'] === 'string' && telling.some((name) => name in entry) && !('text' in entry));

const telling = ['body', 'mergedAt', 'author', 'reviews', 'additions', 'headRefName'] as const;

/**
 * One source each, with the date of its merge or its start. `login`: whom the document is about; it tells what that person wrote from
 * what they reviewed. Entries with nothing to read are left out.
 */
export const pullRequestSources = (entries: readonly PullRequest[], login: string): readonly NewSource[] =>
  entries.flatMap((entry) => sourceOf(entry, login.trim().toLowerCase()));

function sourceOf(entry: PullRequest, login: string): readonly NewSource[] {
  const own = textIn(entry, 'title').trim();
  const number = typeof entry['number'] === 'number' ? `#${entry['number']} ` : '';
  const title = `${number}${own}`.slice(0, 500).trim();
  const author = loginOf(entry['author']);
  const said = login === '' || author.toLowerCase() === login ? [] : reviewsBy(entry, login);
  const text = [textIn(entry, 'body').trim(), ...said.map((review) => `Review by ${login}: ${review}`)]
    .filter(Boolean)
    .join('\n\n');
  if (title === '' && text === '') return [];
  const date = textIn(entry, 'mergedAt') || textIn(entry, 'createdAt');
  return [
    {
      title,
      text: text === '' ? own : text,
      role: 'evidence',
      type: typeOf(entry, author, login),
      date: /^\d{4}-\d{2}-\d{2}/.test(date) ? date.slice(0, 40) : null,
      author: author.slice(0, 200),
      url: textIn(entry, 'url').slice(0, 2_000),
    },
  ];
}

/** Nobody is named: the list is taken for one of the person's own. */
function typeOf(entry: PullRequest, author: string, login: string): string {
  if (login === '' || author.toLowerCase() === login) return 'PR_AUTHORED';
  return reviewsOf(entry).some((review) => loginOf(review['author']).toLowerCase() === login) ? 'PR_REVIEWED' : 'PR';
}

const reviewsOf = (entry: PullRequest): readonly PullRequest[] =>
  [entry['reviews'], entry['latestReviews']].flatMap((reviews) => (Array.isArray(reviews) ? reviews.filter(isObject) : []));

const reviewsBy = (entry: PullRequest, login: string): readonly string[] => [
  ...new Set(
    reviewsOf(entry)
      .filter((review) => loginOf(review['author']).toLowerCase() === login)
      .map((review) => textIn(review, 'body').trim())
      .filter(Boolean),
  ),
];

function textIn(entry: PullRequest, field: string): string {
  const value = entry[field];
  return typeof value === 'string' ? value : '';
}

function loginOf(author: unknown): string {
  const login = isObject(author) ? author['login'] : author;
  return typeof login === 'string' ? login : '';
}
