import { describe, expect, test } from 'vitest';
import { noUsage } from '../../shared/recipes/usage.ts';
import { requestFor } from './model.contract.ts';
import type { Model } from './model.ts';
import { type ConfiguredKey, createModels, providerName } from './models.ts';

const defaultModel = 'claude-sonnet-5-5';
const fixed = (name: string): Model => ({
  run: async (request, onText) => {
    onText(name);
    return { type: 'done', stop: 'end', usage: noUsage, model: request.model };
  },
  list: async () => ({ models: [{ id: name, name, contextTokens: null }], freeText: name !== 'demo' }),
});

const modelsWith = (key: ConfiguredKey | null, baseUrl: string | null = null) =>
  createModels({
    anthropic: { ...fixed('anthropic'), test: async () => null },
    demo: fixed('demo'),
    key: () => key,
    baseUrl,
    defaultModel,
  });

const key: ConfiguredKey = { value: 'sk-ant-1', from: 'settings' };

describe('the choice of a model', () => {
  test.each([
    ['without a key', modelsWith(null), 'demo'],
    ['with a key', modelsWith(key), 'claude-sonnet-5-5'],
    ['with a base URL and no key', modelsWith(null, 'http://127.0.0.1:11434'), 'claude-sonnet-5-5'],
  ])('default %s', (_, models, expected) => {
    expect(models.resolve('default')).toEqual({ ok: true, value: expected });
  });

  test('demo always works', () => {
    expect(modelsWith(null).resolve('demo')).toEqual({ ok: true, value: 'demo' });
    expect(modelsWith(key).resolve('demo')).toEqual({ ok: true, value: 'demo' });
  });

  test('another name without a key fails at once and is never changed', () => {
    expect(modelsWith(null).resolve('claude-opus-5-5')).toMatchObject({
      ok: false,
      error: {
        type: 'permanent',
        reason: 'no_key',
        detail: expect.stringMatching(/^No Anthropic API key configured\. .*claude-opus-5-5/),
      },
    });
    expect(modelsWith(key).resolve('claude-opus-5-5')).toEqual({ ok: true, value: 'claude-opus-5-5' });
  });
});

describe('the models behind one port', () => {
  const said = async (models: ReturnType<typeof modelsWith>, name: string) => {
    let text = '';
    const end = await models.model.run(requestFor(name), (piece) => (text += piece), new AbortController().signal);
    return { text, end };
  };

  test('the request says which model runs', async () => {
    expect((await said(modelsWith(key), 'demo')).text).toBe('demo');
    expect((await said(modelsWith(key), 'claude-haiku-5-5')).text).toBe('anthropic');
  });

  test('a key taken away after acceptance fails the call without sending it', async () => {
    const { text, end } = await said(modelsWith(null), 'claude-haiku-5-5');
    expect(text).toBe('');
    expect(end).toMatchObject({ type: 'failed', failure: { reason: 'no_key', free: true } });
  });

  test('the list has the provider’s models and the demo, or the demo alone', async () => {
    expect(await modelsWith(key).model.list()).toMatchObject({ models: [{ id: 'anthropic' }, { id: 'demo' }], freeText: true });
    expect(await modelsWith(null).model.list()).toMatchObject({ models: [{ id: 'demo' }], freeText: false });
  });

  test('messages name the provider or the host that stands in for it', () => {
    expect(modelsWith(null).provider()).toEqual({ type: 'demo' });
    expect(modelsWith(key).provider()).toEqual({ type: 'anthropic', name: 'Anthropic', keyFrom: 'settings', defaultModel });
    expect(modelsWith(null, 'http://ollama.local:11434').provider()).toEqual({
      type: 'anthropic',
      name: 'ollama.local:11434',
      keyFrom: 'none',
      defaultModel,
    });
    expect(providerName(null)).toBe('Anthropic');
  });
});
