import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeTexts } from './merge.ts';
import { decide, marks, placesIn } from './places.ts';

const anchor = 'The road is closed.\n\nThe bridge stands.\n\nNobody came.';

describe('a merge of two texts', () => {
  test('[J10] takes in what each has changed alone, also within one paragraph', () => {
    const mine = 'The road is closed again.\n\nThe bridge stands.\n\nNobody came.';
    const theirs = 'The long road is closed.\n\nThe bridge stands.\n\nNobody came.\n\nThe end.';
    expect(mergeTexts({ anchor, mine, theirs })).toEqual({
      text: 'The long road is closed again.\n\nThe bridge stands.\n\nNobody came.\n\nThe end.',
      places: 0,
    });
  });

  test('[J10] keeps both versions of a passage that both have changed, and says where', () => {
    const mine = anchor.replace('stands', 'fell');
    const theirs = anchor.replace('stands', 'holds');
    const { text, places } = mergeTexts({ anchor, mine, theirs });
    expect(places).toBe(1);
    expect(text).toBe(
      [
        'The road is closed.',
        '',
        marks.mine,
        'The bridge fell.',
        marks.theirs,
        'The bridge holds.',
        marks.end,
        '',
        'Nobody came.',
      ].join('\n'),
    );
    const [place] = placesIn(text);
    if (place === undefined) throw new Error('No place');
    expect(decide(text, place, 'mine')).toBe(mine);
    expect(decide(text, place, 'theirs')).toBe(theirs);
    expect(decide(text, place, 'both')).toBe(anchor.replace('The bridge stands.', 'The bridge fell.\n\nThe bridge holds.'));
  });

  test('[J10] of texts with nothing before them keeps both whole', () => {
    const { text, places } = mergeTexts({ anchor: '', mine: 'Mine.', theirs: 'Theirs.' });
    expect(places).toBe(1);
    expect(placesIn(text)).toMatchObject([{ mine: 'Mine.', theirs: 'Theirs.' }]);
  });

  test('[J10] is the other’s text where one has changed nothing, and loses no changed line where both have', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd e f', ''), { maxLength: 8 }).map((each) => each.join('\n'));
    fc.assert(
      fc.property(lines, lines, lines, (before, mine, theirs) => {
        expect(mergeTexts({ anchor: before, mine: before, theirs })).toEqual({ text: theirs, places: 0 });
        expect(mergeTexts({ anchor: before, mine, theirs: before })).toEqual({ text: mine, places: 0 });
        expect(mergeTexts({ anchor: before, mine, theirs: mine })).toEqual({ text: mine, places: 0 });
        const merged = mergeTexts({ anchor: before, mine, theirs });
        expect(placesIn(merged.text)).toHaveLength(merged.places);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

test('a mark that was broken up is text like any other', () => {
  expect(placesIn(`${marks.mine}\nMine.\n${marks.theirs}\nTheirs.`)).toEqual([]);
  expect(placesIn(`Say ${marks.mine}\nMine.\n${marks.theirs}\nTheirs.\n${marks.end}`)).toEqual([]);
  expect(placesIn(`${marks.mine}\n${marks.theirs}\n\n${marks.end}`)).toMatchObject([{ mine: '', theirs: '' }]);
});
