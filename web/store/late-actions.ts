import type { NewId } from '../../shared/kernel/random.ts';
import { err } from '../../shared/kernel/result.ts';
import type { Actions, Done } from '../ports.ts';
import { beginSitting } from './begin-sitting.ts';

/**
 * The actions before their code is here: the first paint does not wait for what nobody has asked for yet. `load` is tried again after it
 * failed; what was asked meanwhile is refused as something that this browser could not save.
 */
export function lateActions(load: () => Promise<Actions>, newId: NewId): Actions {
  const late =
    <A extends unknown[], T>(pick: (actions: Actions) => (...asked: A) => Done<T>) =>
    async (...asked: A): Done<T> => {
      const actions = await load().catch((error: unknown) => String(error));
      return typeof actions === 'string' ? err({ type: 'storage_failed', detail: actions }) : pick(actions)(...asked);
    };
  return {
    createDocument: late(({ createDocument }) => createDocument),
    duplicateDocument: late(({ duplicateDocument }) => duplicateDocument),
    renameDocument: late(({ renameDocument }) => renameDocument),
    dismissTitleAside: late(({ dismissTitleAside }) => dismissTitleAside),
    setModel: late(({ setModel }) => setModel),
    setLogin: late(({ setLogin }) => setLogin),
    setContext: late(({ setContext }) => setContext),
    deleteDocument: late(({ deleteDocument }) => deleteDocument),
    createProject: late(({ createProject }) => createProject),
    renameProject: late(({ renameProject }) => renameProject),
    moveDocument: late(({ moveDocument }) => moveDocument),
    beginDeletion: late(({ beginDeletion }) => beginDeletion),
    undoDeletion: late(({ undoDeletion }) => undoDeletion),
    finishDeletions: late(({ finishDeletions }) => finishDeletions),
    addBlock: late(({ addBlock }) => addBlock),
    setPrompt: late(({ setPrompt }) => setPrompt),
    dismissPromptAside: late(({ dismissPromptAside }) => dismissPromptAside),
    moveBlock: late(({ moveBlock }) => moveBlock),
    deleteBlock: late(({ deleteBlock }) => deleteBlock),
    saveText: late(({ saveText }) => saveText),
    insertText: late(({ insertText }) => insertText),
    undoInsert: late(({ undoInsert }) => undoInsert),
    saveMerged: late(({ saveMerged }) => saveMerged),
    beginSitting: beginSitting(newId),
    discardSuggestion: late(({ discardSuggestion }) => discardSuggestion),
    restoreSuggestion: late(({ restoreSuggestion }) => restoreSuggestion),
    chooseRevision: late(({ chooseRevision }) => chooseRevision),
    dismissAside: late(({ dismissAside }) => dismissAside),
    addSources: late(({ addSources }) => addSources),
    changeSource: late(({ changeSource }) => changeSource),
    deleteSource: late(({ deleteSource }) => deleteSource),
    generate: late(({ generate }) => generate),
    refine: late(({ refine }) => refine),
    analyze: late(({ analyze }) => analyze),
    generateAll: late(({ generateAll }) => generateAll),
    runAgain: late(({ runAgain }) => runAgain),
    stopAll: late(({ stopAll }) => stopAll),
    intend: late(({ intend }) => intend),
    changeSettings: late(({ changeSettings }) => changeSettings),
    clearFinishedJobs: late(({ clearFinishedJobs }) => clearFinishedJobs),
    tryStorage: late(({ tryStorage }) => tryStorage),
    dismissNotice: async (id) => (await load()).dismissNotice(id),
    createSample: late(({ createSample }) => createSample),
  };
}
