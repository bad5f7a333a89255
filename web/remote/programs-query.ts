import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useServer } from './query.ts';

/** A person's tokens, and the pages that may use them, as only the server knows them; undefined until it has answered. */
export function usePrograms() {
  const { api, isReachable } = useServer();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ['programs'] });
  const ask = { staleTime: 0, enabled: isReachable };
  const tokens = useQuery({ queryKey: ['programs', 'tokens'], queryFn: () => api.programs.tokens.query(), ...ask });
  const origins = useQuery({ queryKey: ['programs', 'origins'], queryFn: () => api.programs.origins.query(), ...ask });
  return {
    isReachable,
    tokens: tokens.data,
    /** Null for whoever may list none. */
    origins: origins.data,
    makeToken: (wanted: { readonly name: string; readonly scope: Scope }) => api.programs.makeToken.mutate(wanted).finally(again),
    revokeToken: (id: string) => api.programs.revokeToken.mutate({ id }).finally(again),
    addOrigin: (origin: string) => api.programs.addOrigin.mutate({ origin }).finally(again),
    removeOrigin: (origin: string) => api.programs.removeOrigin.mutate({ origin }).finally(again),
  };
}

/** What a token lets a program do. */
export type Scope = 'jobs:read' | 'jobs:write';
export type Programs = ReturnType<typeof usePrograms>;
/** A token as its person sees it. */
export type Token = NonNullable<Programs['tokens']>[number];
