import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openKeyFile } from './key-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the provider’s key', () => {
  test('one that was entered is there after the next start, and readable by nobody else', () => {
    expect(openKeyFile(folder, null).enter(' sk-ant-entered\n')).toEqual({ ok: true, value: undefined });
    expect(openKeyFile(folder, null).key()).toEqual({ value: 'sk-ant-entered', from: 'settings' });
    expect(readdirSync(folder)).toEqual(['anthropic-key']);
    expect(statSync(join(folder, 'anthropic-key')).mode & 0o777).toBe(0o600);
  });

  test('a half-written file of a start that died is no hindrance, whatever its rights', () => {
    writeFileSync(join(folder, 'anthropic-key.new'), 'sk-', { mode: 0o644 });
    expect(openKeyFile(folder, null).enter('sk-ant-2').ok).toBe(true);
    expect(statSync(join(folder, 'anthropic-key')).mode & 0o777).toBe(0o600);
  });

  test('the environment wins, and an entry beside it is refused', () => {
    openKeyFile(folder, null).enter('sk-ant-entered');
    const file = openKeyFile(folder, 'sk-ant-environment');
    expect(file.key()).toEqual({ value: 'sk-ant-environment', from: 'environment' });
    expect(file.enter('sk-ant-other')).toEqual({ ok: false, error: { type: 'environment' } });
    expect(openKeyFile(folder, null).key()).toEqual({ value: 'sk-ant-entered', from: 'settings' });
  });

  test('a removed key is gone for good', () => {
    const file = openKeyFile(folder, null);
    file.enter('sk-ant-entered');
    file.remove();
    file.remove();
    expect([file.key(), openKeyFile(folder, null).key()]).toEqual([null, null]);
  });

  test('what no header could carry is refused, and the key before it stays', () => {
    const file = openKeyFile(folder, null);
    file.enter('sk-ant-entered');
    for (const wrong of ['', '  ', 'sk ant', 'sk-\nant', 'sk-ąnt', 'x'.repeat(501)])
      expect(file.enter(wrong)).toEqual({ ok: false, error: { type: 'no_key' } });
    expect(file.key()?.value).toBe('sk-ant-entered');
  });
});
