import { useQuery } from '@tanstack/react-query';
import { useServer } from './query.ts';

/** What the server's data folder takes on its disk; null for everybody but the owner. */
export function useServerStorage() {
  const { api, isReachable } = useServer();
  return useQuery({ queryKey: ['storage'], queryFn: () => api.server.storage.query(), staleTime: 0, enabled: isReachable });
}
