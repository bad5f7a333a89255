import { describe, expect, test } from 'vitest';
import { documentAsMarkdown, fileNameOf } from './document-markdown.ts';

describe('a document as Markdown', () => {
  test('begins with its title and keeps its parts apart by an empty line', () => {
    const markdown = documentAsMarkdown({ title: ' Third quarter ', texts: ['One.\n\n- a\n- b\n', '', 'Two.'] });
    expect(markdown).toBe('# Third quarter\n\nOne.\n\n- a\n- b\n\nTwo.\n');
  });

  test('without a title begins with its first text', () => {
    expect(documentAsMarkdown({ title: '', texts: ['One.'] })).toBe('One.\n');
  });
});

describe('a file’s name', () => {
  test('is the title, in whatever script', () => {
    expect(fileNameOf('Review of the third quarter')).toBe('Review of the third quarter.md');
    expect(fileNameOf('東京 – Zürich')).toBe('東京 – Zürich.md');
  });

  test('has nothing in it that a file system refuses', () => {
    expect(fileNameOf('a/b\\c: "d"?\u202e')).toBe('a b c d.md');
    expect(fileNameOf('../..')).toBe('Untitled.md');
    expect(fileNameOf('...hidden. ')).toBe('hidden.md');
    expect(fileNameOf('nul')).toBe('nul document.md');
    expect(fileNameOf('')).toBe('Untitled.md');
  });

  test('is short, and not cut inside a sign', () => {
    expect(fileNameOf('🙂'.repeat(300))).toBe(`${'🙂'.repeat(80)}.md`);
  });
});
