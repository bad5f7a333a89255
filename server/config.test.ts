import { describe, expect, it } from 'vitest';
import { isLoopbackMode, readConfig } from './config.ts';

const problemsOf = (env: Record<string, string>): string => {
  const read = readConfig(env);
  return read.ok ? '' : read.error;
};

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      value: {
        host: '127.0.0.1',
        port: 3000,
        dataDir: './data',
        publicOrigin: null,
        anthropic: { apiKey: null, baseUrl: null, model: 'claude-sonnet-5-5', maxOutputTokens: 16_000 },
        calls: { firstByteMs: 600_000, idleMs: 60_000, max: 32, maxPerPerson: 3, maxAttempts: 4 },
        leaseMs: 15_000,
        apiRatePerMinute: 600,
      },
    });
  });

  it('takes what is set', () => {
    const read = readConfig({
      HOST: 'localhost',
      PORT: '0',
      DATA_DIR: '/srv/meanwhile',
      PUBLIC_URL: 'https://localhost:8443',
      ANTHROPIC_API_KEY: 'key',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:11434/',
      MODEL: 'llama',
      LEASE_MS: '900',
    });
    expect(read).toMatchObject({
      ok: true,
      value: {
        host: 'localhost',
        port: 0,
        dataDir: '/srv/meanwhile',
        publicOrigin: 'https://localhost:8443',
        anthropic: { apiKey: 'key', baseUrl: 'http://127.0.0.1:11434', model: 'llama' },
        leaseMs: 900,
      },
    });
  });

  it('treats an empty value as unset', () => {
    expect(readConfig({ PORT: '', ANTHROPIC_API_KEY: ' ', PUBLIC_URL: '' })).toEqual(readConfig({}));
  });

  it('names every wrong value in one error', () => {
    const problems = problemsOf({ PORT: '80a', MAX_CALLS: '0', LEASE_MS: '1.5', ANTHROPIC_BASE_URL: 'localhost:11434' });
    expect(problems.split('\n')).toEqual([
      'Meanwhile cannot start with these settings:',
      '  - PORT is "80a"; it takes a whole number from 0 to 65535.',
      '  - ANTHROPIC_BASE_URL is "localhost:11434"; it takes an address that begins with http:// or https://.',
      '  - MAX_CALLS is "0"; it takes a whole number from 1 to 100000.',
      '  - LEASE_MS is "1.5"; it takes a whole number from 100 to 86400000.',
    ]);
  });

  it.each(['0.0.0.0', '::', '192.168.0.4', 'meanwhile.example', '127.example.org'])('refuses to listen on %s', (host) => {
    expect(problemsOf({ HOST: host })).toContain(`HOST is "${host}". Meanwhile serves only the machine it runs on`);
  });

  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('listens on %s', (host) => {
    expect(readConfig({ HOST: host })).toMatchObject({ ok: true, value: { host } });
  });

  it('refuses an address that other machines could use, and one with a path', () => {
    expect(problemsOf({ PUBLIC_URL: 'https://meanwhile.example' })).toContain('PUBLIC_URL is "https://meanwhile.example/"');
    expect(problemsOf({ PUBLIC_URL: 'http://localhost:3000/docs' })).toContain('without a path');
  });

  it('says that another database and TLS are not there yet', () => {
    const problems = problemsOf({ DATABASE_URL: 'postgres://x', TLS_CERT: 'a.pem', TLS_KEY: 'b.pem' });
    expect(problems).toContain('DATABASE_URL is set');
    expect(problems).toContain('TLS_CERT is set');
    expect(problems).toContain('TLS_KEY is set');
  });
});

describe('isLoopbackMode', () => {
  it.each([
    ['127.0.0.1', null, true],
    ['127.0.0.1', 'http://localhost:81', true],
    ['127.0.0.1', 'https://meanwhile.example', false],
    ['0.0.0.0', null, false],
  ])('with HOST %s and PUBLIC_URL %s is %s', (host, publicOrigin, is) => {
    expect(isLoopbackMode({ host, publicOrigin })).toBe(is);
  });
});
