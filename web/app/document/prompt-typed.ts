import { createContext } from 'react';

/** Whether the prompt around this has any text, as it stands in the field: the row may not have it yet. */
export const PromptTyped = createContext(false);
