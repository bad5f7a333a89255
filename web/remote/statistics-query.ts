import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useServer } from './query.ts';

/** The spans that statistics can be asked for, in minutes. */
export const statisticsMinutes = [60, 1_440, 10_080, 43_200] as const;
export type StatisticsMinutes = (typeof statisticsMinutes)[number];

/** How often they are asked for anew while somebody looks. */
const againMs = 30_000;

/** What the server did lately; while another span is being read, that of the one before stays. */
export function useStatistics(minutes: StatisticsMinutes) {
  const { api, isReachable } = useServer();
  const query = useQuery({
    queryKey: ['statistics', minutes],
    queryFn: () => api.server.statistics.query({ minutes }),
    enabled: isReachable,
    refetchInterval: isReachable ? againMs : false,
    placeholderData: keepPreviousData,
  });
  return { isReachable, data: query.data, isError: query.isError, again: () => void query.refetch() };
}

export type Statistics = NonNullable<ReturnType<typeof useStatistics>['data']>;
