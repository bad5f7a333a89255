import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { createContext, createElement, type ReactNode, useContext } from 'react';
import type { JobId } from '../../shared/kernel/brand.ts';
import type { Api } from './api.ts';

/* What only the server knows, through React Query: nothing of it is stored on the device, and nothing that is stored comes this way. */

const ServerApi = createContext<Api | null>(null);

/** The client that `ServerAnswers` provides. The server may be on this very machine: it is asked without a network too. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, networkMode: 'always', retry: 2 } } });

/** Lets the hooks below ask the server; provided once, around the whole app. */
export const ServerAnswers = (props: { readonly api: Api; readonly queries: QueryClient; readonly children: ReactNode }) =>
  createElement(ServerApi, { value: props.api }, createElement(QueryClientProvider, { client: props.queries }, props.children));

/** The models a person may choose from, as the provider lists them. */
export function useModels() {
  const api = useApi();
  return useQuery({ queryKey: ['models'], queryFn: () => api.models.list.query() });
}

/** Which provider is configured, and how. */
export function useProvider() {
  const api = useApi();
  return useQuery({ queryKey: ['provider'], queryFn: () => api.models.provider.query() });
}

/** Every attempt of a job's steps, with its text and its end. */
export function useCallsOfJob(jobId: JobId) {
  const api = useApi();
  return useQuery({ queryKey: ['calls', jobId], queryFn: () => api.calls.ofJob.query({ jobId }), staleTime: 0 });
}

function useApi(): Api {
  const api = useContext(ServerApi);
  if (api === null) throw new Error('No ServerAnswers around this component');
  return api;
}
