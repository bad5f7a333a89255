import { useEffect, useState } from 'react';
import type { CallId } from '../../../shared/kernel/brand.ts';
import { useCallDraft } from '../../store/live.ts';
import { usePorts } from '../ports-context.tsx';

/** A call's text as it grows, at most one change a frame; what was kept on the device until the engine has spoken. */
export function useLiveText(call: CallId | null): string {
  const { engine } = usePorts();
  const [live, setLive] = useState<{ readonly call: CallId; readonly text: string } | null>(null);
  const draft = useCallDraft(call);
  useEffect(() => {
    if (call === null) return;
    let frame = 0;
    let newest = '';
    const show = () => {
      frame = 0;
      setLive({ call, text: newest });
    };
    const stop = engine.onText(call, ({ text }) => {
      newest = text;
      if (frame === 0) frame = requestAnimationFrame(show);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [call, engine]);
  if (call === null) return '';
  const heard = live?.call === call ? live.text : '';
  const kept = draft?.call === call ? draft.text : '';
  return heard.length >= kept.length ? heard : kept;
}
