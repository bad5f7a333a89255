import { demoModelId } from '../../../shared/recipes/model-request.ts';
import { useAbout, useModels, useProvider } from '../../remote/query.ts';
import { leaveOptions } from '../jobs/steering-words.ts';
import { counted } from '../numbers.ts';
import { RadioSetting, SelectSetting } from './setting-parts.tsx';
import { useSetting } from './use-setting.ts';

/** How texts are written, and what jobs do when nobody is there to be asked; the same on every device of this person. */
export function WritingSettings() {
  const whenILeave = useSetting('whenILeave', (value) => ({ whenILeave: value }));
  const lostCall = useSetting('lostCall', (value) => ({ lostCall: value }));
  return (
    <>
      <DefaultModel />
      <OutputLength />
      <RadioSetting name="When I leave" choices={leaveOptions} standard="Go on" setting={whenILeave} note={leaveNote} />
      <RadioSetting name="Lost call" choices={lostOptions} standard="Retry" setting={lostCall} note={lostNote} />
      <CallsAtOnce />
      <KeepFinished />
      <KeepPrograms />
    </>
  );
}

function DefaultModel() {
  const setting = useSetting('defaultModel', (value) => ({ defaultModel: value }));
  const known = useModels().data?.models ?? [];
  const provider = useProvider().data;
  const own = provider === undefined ? null : provider.type === 'demo' ? demoModelId : provider.defaultModel;
  const ownName = known.find(({ id }) => id === own)?.name ?? own;
  const standard = ownName === null ? 'the server’s model' : `the server’s model, ${ownName}`;
  const choices = [
    { value: 'default', label: ownName === null ? 'The server’s model' : `The server’s model (${ownName})` },
    ...known.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <SelectSetting
      name="Default model"
      choices={choices}
      standard={standard}
      setting={setting}
      note="For documents that do not name a model of their own. A job keeps the model with which it was started."
    />
  );
}

const lengths = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000];
/** English has about three words for four tokens. */
const wordsPerToken = 0.75;

function OutputLength() {
  const setting = useSetting('maxOutputTokens', (value) => ({ maxOutputTokens: value }));
  const limit = useAbout().data?.maxOutputTokens ?? null;
  const inWords = (tokens: number) =>
    `${tokens.toLocaleString('en')} tokens, about ${Math.round(tokens * wordsPerToken).toLocaleString('en')} words`;
  const standard = limit === null ? 'as long as the server allows' : inWords(limit);
  const choices = [
    { value: null, label: 'As long as the server allows' },
    ...lengths.filter((tokens) => limit === null || tokens < limit).map((tokens) => ({ value: tokens, label: inWords(tokens) })),
  ];
  return (
    <SelectSetting
      name="Output length"
      choices={choices}
      standard={standard}
      setting={setting}
      note="The longest that a single part may become. A text that reaches it is cut off, and says so."
    />
  );
}

function CallsAtOnce() {
  const setting = useSetting('callsAtOnce', (value) => ({ callsAtOnce: value }));
  const limit = useAbout().data?.callsAtOnce ?? 3;
  const fewer = Array.from({ length: Math.max(0, Math.min(limit, 20) - 1) }, (_, at) => at + 1);
  const choices = [
    { value: null, label: 'As many as the server allows' },
    ...fewer.map((calls) => ({ value: calls, label: counted(calls, 'text') })),
  ];
  return (
    <SelectSetting
      name="Texts at once"
      choices={choices}
      standard={`as many as the server allows, ${limit}`}
      setting={setting}
      note="How many parts are written side by side. The others wait for their turn."
    />
  );
}

const days = [7, 30, 90, 365];

function KeepFinished() {
  const setting = useSetting('keepFinishedDays', (value) => ({ keepFinishedDays: value }));
  return (
    <SelectSetting
      name="Keep finished jobs"
      choices={days.map((value) => ({ value, label: counted(value, 'day') }))}
      standard="30 days"
      setting={setting}
      note="After that the record of a job may be cleared away. The texts that it wrote stay in their documents."
    />
  );
}

const programOptions = [
  { value: 'alike', label: 'Like all others' },
  { value: 'day', label: '24 hours' },
] as const;

function KeepPrograms() {
  const { value, choose, ...rest } = useSetting('dropProgramJobsDaily', (isDaily) => ({ dropProgramJobsDaily: isDaily }));
  const setting = { ...rest, value: value ? 'day' : 'alike', choose: (chosen: string) => choose(chosen === 'day') } as const;
  return (
    <RadioSetting
      name="Keep finished jobs of programs"
      choices={programOptions}
      standard="Like all others"
      setting={setting}
      note="Programs that ask for many texts over the API read each soon after it is finished. What they wrote stays in its document."
    />
  );
}

const leaveNote =
  'When the device that started a job is gone, the server goes on with the job, or the job waits for that device after its current step. This holds for jobs started from now on; jobs that programs make always go on.';

const lostOptions = [
  { value: 'retry', label: 'Retry' },
  { value: 'ask', label: 'Ask me' },
] as const;

const lostNote =
  'When a model’s answer breaks off and may have been paid for, it is asked for again by itself, or the job waits until you say so.';
