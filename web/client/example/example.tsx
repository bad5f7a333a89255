import { type FormEvent, useMemo, useState } from 'react';
import { createClient } from '../client.ts';
import { MeanwhileError } from '../protocol.ts';
import { useJob } from '../use-job.ts';

/** A page of another origin that starts a job, shows it as it is written, and says how it ended. */
export function Example() {
  const [server, setServer] = useState('http://127.0.0.1:3000');
  const [token, setToken] = useState('');
  const [prompt, setPrompt] = useState('');
  const [jobId, setJobId] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const client = useMemo(() => createClient({ server, token }), [server, token]);
  const job = useJob(jobId, {
    client,
    onComplete: (ended) => setSaid(`Written: ${ended.title}`),
    onError: (error) => setSaid(error.message),
  });
  const start = async (event: FormEvent) => {
    event.preventDefault();
    setSaid('');
    try {
      setJobId(await client.startJob({ kind: 'block.generate', input: { prompt } }));
    } catch (error) {
      if (!(error instanceof MeanwhileError)) throw error;
      setSaid(error.message);
    }
  };
  return (
    <main>
      <h1>A page that embeds Meanwhile</h1>
      <form onSubmit={(event) => void start(event)}>
        <Field label="Server" value={server} onChange={setServer} />
        <Field label="Token" value={token} onChange={setToken} />
        <Field label="Prompt" value={prompt} onChange={setPrompt} />
        <button type="submit">Start</button>
      </form>
      <p role="status">
        {said !== ''
          ? said
          : job.status === null
            ? 'Nothing asked yet.'
            : `${job.isConnected ? job.status : 'connecting'}, ${job.progress} %`}
      </p>
      <article aria-label="Text">{job.text}</article>
    </main>
  );
}

type FieldProps = { readonly label: string; readonly value: string; readonly onChange: (value: string) => void };

function Field({ label, value, onChange }: FieldProps) {
  return (
    <label>
      {label}
      <input required value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
