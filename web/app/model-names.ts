import { useModels, useProvider } from '../remote/query.ts';

/** What models and their provider are called; ids stand for themselves while the server has not answered. */
export function useModelNames(): { readonly provider: string; readonly nameOfModel: (id: string) => string } {
  const models = useModels().data?.models ?? [];
  const provider = useProvider().data;
  return {
    provider: provider?.type === 'anthropic' ? provider.name : 'Anthropic',
    nameOfModel: (id) => models.find((model) => model.id === id)?.name ?? (id === 'demo' ? 'Demo model' : id),
  };
}
