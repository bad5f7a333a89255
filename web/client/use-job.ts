import { useEffect, useRef, useState } from 'react';
import type { Client } from './client.ts';
import { takeText, wholeText } from './job-text.ts';
import { type Job, type JobEvent, type JobStatus, MeanwhileError, type Waiting } from './protocol.ts';

/** How a job stands while it is followed. */
export type FollowedJob = {
  /** Null until the server has said something. */
  readonly status: JobStatus | null;
  readonly waiting: Waiting | null;
  /** 0–100. */
  readonly progress: number;
  /** What is written so far. */
  readonly text: string;
  /** False while the connection is lost; it comes back by itself. */
  readonly isConnected: boolean;
};

export type UseJobOptions = {
  readonly client: Client;
  /** Called once, when the job is completed. */
  readonly onComplete?: (job: Job) => void;
  /** Called once, when it failed or was cancelled, or when the server says no. */
  readonly onError?: (error: MeanwhileError) => void;
};

const unknown: FollowedJob = { status: null, waiting: null, progress: 0, text: '', isConnected: false };

/** Follows a job as long as the component is there; null follows none. It is not cancelled when the component goes. */
export function useJob(jobId: string | null, { client, onComplete, onError }: UseJobOptions): FollowedJob {
  const [job, setJob] = useState(unknown);
  const told = useRef({ onComplete, onError });
  told.current = { onComplete, onError };
  useEffect(() => {
    setJob(unknown);
    if (jobId === null) return;
    const life = new AbortController();
    follow(client, jobId, life.signal, setJob).then(
      (ended) => {
        if (life.signal.aborted || ended === null) return;
        if (ended.status === 'completed') told.current.onComplete?.(ended);
        else told.current.onError?.(endAsError(ended));
      },
      (error: unknown) => {
        if (life.signal.aborted) return;
        if (!(error instanceof MeanwhileError)) throw error;
        told.current.onError?.(error);
      },
    );
    return () => life.abort();
  }, [client, jobId]);
  return job;
}

/** Follows to the end and reads the job as it stands then; null when the signal ended it. */
async function follow(
  client: Client,
  jobId: string,
  signal: AbortSignal,
  show: (update: (before: FollowedJob) => FollowedJob) => void,
): Promise<Job | null> {
  let texts: ReturnType<typeof takeText> = new Map();
  const onLost = () => show((before) => ({ ...before, isConnected: false }));
  for await (const event of client.followJob(jobId, { signal, onLost })) {
    texts = takeText(texts, event);
    const text = wholeText(texts);
    show((before) => ({ ...before, ...changeOf(event), text, isConnected: true }));
  }
  return signal.aborted ? null : client.readJob(jobId, signal);
}

function changeOf(event: JobEvent): Partial<FollowedJob> {
  switch (event.type) {
    case 'status':
      return { status: event.status, waiting: event.waiting };
    case 'progress':
      return { progress: event.progress };
    case 'end':
      return { status: event.status, waiting: null };
    case 'text':
      return {};
  }
}

const endAsError = ({ status, error }: Job): MeanwhileError =>
  new MeanwhileError(error?.type ?? status, 0, error?.message ?? `The job is ${status}.`);
