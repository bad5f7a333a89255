import { type ReactNode, useSyncExternalStore } from 'react';
import { Dialog } from './dialog.tsx';
import { LateFailure, type Trial, useAgainWhenBack } from './late-failure.tsx';
import { createLateLoad } from './late-load.ts';
import { fetchLostStyles, noteLostStyles } from './lost-styles.ts';

type Part<P> = (props: P) => ReactNode;
type LatePart<P> = Part<P> & { readonly preload: () => Promise<void> };

/** Where a failure is told, in place of the part. */
type WhenFailed<P> = (props: P, trial: Trial) => ReactNode;

/**
 * A part of the app that is fetched when it is first shown. Until then there is `meanwhile`, or nothing; if it cannot be fetched,
 * `whenFailed`. What stands around it is not touched, and every try fetches it anew: `lazy` of React would keep the first failure.
 * A fault inside the part itself is no failure to fetch it, and is left to the page.
 */
export function latePart<P extends object>(
  load: () => Promise<Part<P>>,
  whenFailed: WhenFailed<NoInfer<P>>,
  meanwhile: Part<NoInfer<P>> = () => null,
): LatePart<P> {
  const late = createLateLoad(async () => {
    try {
      await fetchLostStyles();
      return await load();
    } catch (error) {
      noteLostStyles();
      throw error;
    }
  });
  const again = () => void late.want();
  const Late = (props: P): ReactNode => {
    const state = useSyncExternalStore(late.subscribe, late.state);
    switch (state.type) {
      case 'there':
        return <state.value {...props} />;
      case 'idle':
      case 'loading':
        return meanwhile(props);
      case 'failed':
      case 'retrying':
        return whenFailed(props, { isRetrying: state.type === 'retrying', again });
    }
  };
  return Object.assign(Late, { preload: late.want });
}

/** Told where the part would be. */
export const inPlace: WhenFailed<object> = (_, trial) => <LateFailure trial={trial} />;

/** Told as the page. */
export const asPage: WhenFailed<object> = (_, trial) => (
  <div className="page page-message">
    <title>Meanwhile</title>
    <LateFailure trial={trial} what="page" />
  </div>
);

/** Told in a window of the same name, which is closed as the real one is. */
export const asDialog =
  (title: string): WhenFailed<{ readonly onClose: () => void }> =>
  ({ onClose }, trial) => (
    <Dialog title={title} onClose={onClose}>
      <LateFailure trial={trial} />
    </Dialog>
  );

/** Not told: for what a person does well without, or has no room. It still comes once the network is back. */
export const inSilence: WhenFailed<object> = (_, trial) => <Silence trial={trial} />;

function Silence({ trial }: { readonly trial: Trial }) {
  useAgainWhenBack(trial);
  return null;
}
