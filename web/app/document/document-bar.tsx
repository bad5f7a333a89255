import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import { isEnded } from '../../../shared/engine/job.ts';
import type { Block, Document } from '../../../shared/records/records.ts';
import { settle, useAct, useDesk } from '../desk.tsx';
import { usePorts } from '../ports-context.tsx';
import { isBusy, workOf } from './block-work.ts';
import { ModelChoice } from './model-choice.tsx';
import { useScene } from './scene.tsx';
import { TakeDocumentAway } from './take-away/take-away.tsx';

/** What holds for the whole document: its model, taking it away, and writing all of it. */
export function DocumentBar({ document, blocks }: { readonly document: Document; readonly blocks: readonly Block[] }) {
  return (
    <div className="document-bar">
      <ModelChoice document={document} />
      <span className="document-bar-acts">
        <TakeDocumentAway document={document} isEmpty={blocks.every(({ current }) => current === null)} />
        <GenerateAll document={document} blocks={blocks} />
      </span>
    </div>
  );
}

function GenerateAll({ document, blocks }: { readonly document: Document; readonly blocks: readonly Block[] }) {
  const { actions } = usePorts();
  const desk = useDesk();
  const act = useAct();
  const { jobs, around } = useScene();
  const [isAsking, setAsking] = useState(false);
  const prompts = blocks.filter((block) => block.kind === 'prompt' && block.prompt.trim() !== '');
  const free = prompts.filter((block) => !isBusy(workOf(block.id, jobs, around)));
  const isWritingAll = jobs.some((job) => job.kind === 'document.generate' && !isEnded(job));
  const canPlan = prompts.length === 0 && document.title.trim() !== '';
  const hint = canPlan
    ? 'Plans the parts from the title and the sources, then writes them'
    : 'Writes every block that has a prompt';
  const generateAll = async () => {
    setAsking(true);
    await settle(desk);
    await act(actions.generateAll(document.id));
    setAsking(false);
  };
  return (
    <Button
      variant="default"
      leftSection={<IconSparkles size={16} stroke={1.75} aria-hidden="true" />}
      title={hint}
      disabled={isAsking || isWritingAll || (free.length === 0 && !canPlan)}
      onClick={() => void generateAll()}
    >
      Generate all
    </Button>
  );
}
