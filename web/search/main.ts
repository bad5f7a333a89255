import { createDatabase } from '../store/database.ts';
import { readBlocks, readTexts, watchDocuments } from '../store/searched-texts.ts';
import type { Question, Reply } from './messages.ts';
import { createSearchService } from './search-service.ts';

/*
 * The composition root of a tab's search worker: reading and indexing thousands of texts here keeps the page free for the person who
 * types. Its name is the account whose copy it reads.
 */

const database = createDatabase(self.name);
const service = createSearchService({
  watchDocuments: (listener) => watchDocuments(database, listener),
  readTexts: (documents) => readTexts(database, documents),
  readBlocks: (ids) => readBlocks(database, ids),
});
const reply = (message: Reply) => self.postMessage(message);

self.addEventListener('message', (event: MessageEvent<Question>) => {
  const { n, query, limit } = event.data;
  service.find(query, limit).then(
    (answer) => reply({ type: 'answer', n, answer }),
    (error: unknown) => {
      console.error(error);
      reply({ type: 'failed', n });
    },
  );
});

service.run(new AbortController().signal, () => reply({ type: 'changed' })).catch((error: unknown) => console.error(error));
