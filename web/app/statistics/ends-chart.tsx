import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import Plot from 'uplot';
import type { Statistics, StatisticsMinutes } from '../../remote/statistics-query.ts';
import { partInWords } from './statistics-words.ts';

const heightPx = 200;

/** How many jobs were completed and failed in each part of the span, drawn in the colours of the present scheme, as wide as its place. */
export function EndsChart({ statistics, minutes }: { readonly statistics: Statistics; readonly minutes: StatisticsMinutes }) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme has other colours
  useEffect(() => {
    const within = place.current;
    if (within === null) return;
    const plot = new Plot(optionsFor(within, minutes), dataOf(statistics), within);
    const watch = new ResizeObserver(() => plot.setSize({ width: within.clientWidth, height: heightPx }));
    watch.observe(within);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [statistics, minutes, scheme]);
  return <div ref={place} className="chart" />;
}

const dataOf = ({ parts }: Statistics): Plot.AlignedData => [
  parts.map(({ at }) => at / 1_000),
  parts.map(({ completed }) => completed),
  parts.map(({ failed }) => failed),
];

function optionsFor(place: HTMLElement, minutes: StatisticsMinutes): Plot.Options {
  const style = getComputedStyle(place);
  const colour = (name: string) => style.getPropertyValue(name);
  const font = `12px ${style.fontFamily}`;
  const axis = { stroke: colour('--ink-soft'), font, grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  return {
    width: place.clientWidth,
    height: heightPx,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_plot, _least, most) => [0, Math.max(1, most)] } },
    axes: [
      {
        ...axis,
        space: minutes > 1_440 ? 100 : 60,
        values: (_plot, at) => at.map((seconds) => partInWords(seconds * 1_000, minutes)),
      },
      { ...axis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000] },
    ],
    series: [
      {},
      { label: 'Completed', stroke: colour('--green'), width: 2, points: { show: false } },
      { label: 'Failed', stroke: colour('--red'), width: 2, dash: [4, 4], points: { show: false } },
    ],
  };
}
