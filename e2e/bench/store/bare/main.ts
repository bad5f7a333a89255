import { createServer } from 'node:http';
import Sqlite from 'better-sqlite3';

// store/bare/main.ts: a process that has a database and listens, and does nothing; what any server of this kind takes. It obeys no
// orders, and says so in its own words: what takes orders would be memory too.

new Sqlite(':memory:').pragma('journal_mode = WAL');
createServer().listen(0, '127.0.0.1', () => process.send?.({ answer: null }));
process.on('disconnect', () => process.exit());
