/** One number on the page of a monitor. */
export type Sample = { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly value: number };

const nameForm = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const labelForm = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const sampleLine = new RegExp(`^(${nameForm})(?:\\{(${labelForm}(?:,${labelForm})*)?\\})? (\\S+)$`);
const typeLine = new RegExp(`^# TYPE (${nameForm}) (counter|gauge|histogram)$`);
const helpLine = new RegExp(`^# HELP (${nameForm}) \\S.*$`);
const value = /^(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|\+Inf|-Inf|NaN)$/;

/**
 * Reads the text format of Prometheus, version 0.0.4, and throws at anything that a monitor would refuse: a line of no known form, a
 * sample without its type before it, one that stands there twice, a histogram that does not add up.
 */
export function parseExposition(page: string): readonly Sample[] {
  if (!page.endsWith('\n')) throw new Error('The last line must end.');
  const types = new Map<string, string>();
  const helped = new Set<string>();
  const samples: Sample[] = [];
  const seen = new Set<string>();
  for (const line of page.split('\n').filter((each) => each !== '')) {
    const [, help] = helpLine.exec(line) ?? [];
    const [, typed, type] = typeLine.exec(line) ?? [];
    if (help !== undefined) helped.add(help);
    else if (typed !== undefined && type !== undefined) types.set(typed, type);
    else samples.push(readSample(line, types, seen));
  }
  for (const [name, type] of types) {
    if (!helped.has(name)) throw new Error(`${name} says nothing about itself.`);
    if (type === 'histogram') checkHistogram(name, samples);
  }
  return samples;
}

function readSample(line: string, types: ReadonlyMap<string, string>, seen: Set<string>): Sample {
  const [, name = '', labels = '', written = ''] = sampleLine.exec(line) ?? [];
  if (name === '' || !value.test(written)) throw new Error(`Not a line of this format: ${line}`);
  const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');
  if (!types.has(family)) throw new Error(`The type of ${name} is not said before it.`);
  if (types.get(family) === 'counter' && !name.endsWith('_total')) throw new Error(`The counter ${name} is not called a total.`);
  const [place] = line.split(/ \S+$/);
  if (seen.has(place ?? '')) throw new Error(`This stands there twice: ${place}`);
  seen.add(place ?? '');
  const pairs = [...labels.matchAll(new RegExp(labelForm, 'g'))].map(([pair]) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 2, -1)] as const;
  });
  return { name, labels: Object.fromEntries(pairs), value: Number(written.replace('Inf', 'Infinity')) };
}

/** Buckets hold all that is below their bound, so they grow, and the last holds everything. */
function checkHistogram(name: string, samples: readonly Sample[]): void {
  const seriesOf = ({ labels: { le: _, ...rest } }: Sample) => JSON.stringify(rest);
  const all = Map.groupBy(
    samples.filter((sample) => sample.name === `${name}_bucket`),
    seriesOf,
  );
  const counts = new Map(samples.filter((sample) => sample.name === `${name}_count`).map((each) => [seriesOf(each), each.value]));
  if (counts.size !== all.size) throw new Error(`${name} has buckets without a count.`);
  for (const [series, buckets] of all) {
    const bounds = buckets.map(({ labels }) => Number((labels['le'] ?? '').replace('Inf', 'Infinity')));
    const isSorted = bounds.every((bound, at) => at === 0 || bound > (bounds[at - 1] ?? bound));
    const isGrowing = buckets.every((bucket, at) => at === 0 || bucket.value >= (buckets[at - 1]?.value ?? 0));
    if (!isSorted || !isGrowing || bounds.at(-1) !== Number.POSITIVE_INFINITY)
      throw new Error(`${name}${series} has odd buckets.`);
    if (buckets.at(-1)?.value !== counts.get(series)) throw new Error(`${name}${series} does not add up.`);
  }
}

/** The sum of the samples of a name that have these labels. */
export const sumOf = (samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>> = {}): number =>
  samples
    .filter((sample) => sample.name === name && Object.entries(labels).every(([label, is]) => sample.labels[label] === is))
    .reduce((sum, sample) => sum + sample.value, 0);
