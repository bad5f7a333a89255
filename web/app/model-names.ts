import { demoModelId } from '../../shared/recipes/model-request.ts';
import { useModels, useProvider } from '../remote/query.ts';
import { useSettings } from '../store/live.ts';

/** What models and their provider are called; ids stand for themselves while the server has not answered. */
export function useModelNames(): { readonly provider: string; readonly nameOfModel: (id: string) => string } {
  const models = useModels().data?.models ?? [];
  const provider = useProvider().data;
  return {
    provider: provider?.type === 'anthropic' ? provider.name : 'Anthropic',
    nameOfModel: (id) => models.find((model) => model.id === id)?.name ?? (id === demoModelId ? 'Demo model' : id),
  };
}

/**
 * The model that a choice stands for: a document's `default` is the person's, whose `default` is the server's. Null while the server has
 * not said which that is.
 */
export function useMeantModel(choice: string): string | null {
  const provider = useProvider().data;
  const own = useSettings()?.defaultModel ?? 'default';
  if (choice !== 'default') return choice;
  if (own !== 'default') return own;
  if (provider === undefined) return null;
  return provider.type === 'demo' ? demoModelId : provider.defaultModel;
}
