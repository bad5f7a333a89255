import { keepPreviousData, QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, createElement, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react';
import type { BriefHash, CallId, DeviceId, JobId } from '../../shared/kernel/brand.ts';
import type { Failure } from '../../shared/protocol/failure.ts';
import type { Api } from './api.ts';

/* What only the server knows, through React Query: nothing of it is stored on the device, and nothing that is stored comes this way. */

type Server = { readonly api: Api; readonly isReachable: boolean };

const ServerContext = createContext<Server | null>(null);

/** The client that `ServerAnswers` provides. The server may be on this very machine: it is asked without a network too. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, networkMode: 'always', retry: 2 } } });

export type ServerAnswersProps = {
  readonly api: Api;
  readonly queries: QueryClient;
  /** While it is false nothing is asked: the server would not answer, or not know who asks. */
  readonly isReachable: () => boolean;
  readonly onReachable: (listener: () => void) => () => void;
  readonly children: ReactNode;
};

/** Lets the hooks below ask the server; provided once, around the whole app. */
export function ServerAnswers({ api, queries, isReachable, onReachable, children }: ServerAnswersProps) {
  const isReachableNow = useSyncExternalStore(onReachable, isReachable);
  const server = useMemo(() => ({ api, isReachable: isReachableNow }), [api, isReachableNow]);
  return createElement(ServerContext, { value: server }, createElement(QueryClientProvider, { client: queries }, children));
}

/** The models a person may choose from, as the provider lists them. */
export function useModels() {
  const { api, isReachable } = useServer();
  return useQuery({ queryKey: ['models'], queryFn: () => api.models.list.query(), enabled: isReachable });
}

/** Which provider is configured, and how. */
export function useProvider() {
  const { api, isReachable } = useServer();
  return useQuery({ queryKey: ['provider'], queryFn: () => api.models.provider.query(), enabled: isReachable });
}

/** Entering, testing and removing the provider's key; for the owner alone. Each rejects when the server does not answer. */
export type KeyActions = {
  readonly enter: (key: string) => Promise<{ readonly type: 'kept' | 'environment' | 'no_key' }>;
  readonly remove: () => Promise<void>;
  /** Null for a key that works. */
  readonly test: () => Promise<Failure | null>;
};

/** The key itself is sent and never asked for: what depends on it is asked for anew. */
export function useKeyActions(): KeyActions {
  const { api } = useServer();
  const queries = useQueryClient();
  const changed = async () => {
    await Promise.all(['provider', 'models'].map((name) => queries.invalidateQueries({ queryKey: [name] })));
  };
  return {
    enter: async (key) => {
      const entered = await api.models.enterKey.mutate({ key });
      await changed();
      return entered;
    },
    remove: async () => {
      await api.models.removeKey.mutate();
      await changed();
    },
    test: () => api.models.testKey.mutate(),
  };
}

/** What this month's calls cost so far (L7). */
export function useSpending() {
  const { api, isReachable } = useServer();
  return useQuery({ queryKey: ['spending'], queryFn: () => api.account.spending.query(), staleTime: 0, enabled: isReachable });
}

/** Which server this is, and its limits. */
export function useAbout() {
  const { api, isReachable } = useServer();
  return useQuery({ queryKey: ['about'], queryFn: () => api.server.about.query(), enabled: isReachable });
}

/** What this person's calls used so far, in tokens (L7). */
export function useTotals() {
  const { api, isReachable } = useServer();
  return useQuery({ queryKey: ['totals'], queryFn: () => api.account.totals.query(), staleTime: 0, enabled: isReachable });
}

/** The person's devices by name. Asked anew when `drivers`, which devices are at work, changes: one of them may be new. */
export function useDeviceNames(drivers: readonly DeviceId[]): ReadonlyMap<DeviceId, string> {
  const { api, isReachable } = useServer();
  const { data } = useQuery({
    queryKey: ['devices', drivers],
    queryFn: () => api.account.devices.query(),
    enabled: isReachable && drivers.length > 0,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => new Map(data?.map(({ device, name }) => [device, name])), [data]);
}

/** Every attempt of a job's steps, with its text and its end. */
export function useCallsOfJob(jobId: JobId) {
  const { api, isReachable } = useServer();
  return useQuery({
    queryKey: ['calls', jobId],
    queryFn: () => api.calls.ofJob.query({ jobId }),
    staleTime: 0,
    enabled: isReachable,
  });
}

/** What a call asked of the model, once it `isWanted`: it can be long. Null if the server has it no more. */
export function useRequestOfCall(call: CallId, isWanted: boolean) {
  const { api, isReachable } = useServer();
  return useQuery({
    queryKey: ['request', call],
    queryFn: () => api.calls.request.query({ call }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isReachable && isWanted,
  });
}

/** A brief that this device has not got, once it `isWanted`. Null if the server has it no more. */
export function useBriefOfServer(hash: BriefHash, isWanted: boolean) {
  const { api, isReachable } = useServer();
  return useQuery({
    queryKey: ['brief', hash],
    queryFn: () => api.jobs.brief.query({ hash }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isReachable && isWanted,
  });
}

/** The server that `ServerAnswers` provides, and whether it can be asked. */
export function useServer(): Server {
  const server = useContext(ServerContext);
  if (server === null) throw new Error('No ServerAnswers around this component');
  return server;
}
