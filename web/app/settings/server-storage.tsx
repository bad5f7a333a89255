import { useServerStorage } from '../../remote/storage-query.ts';
import { bytesInWords } from '../numbers.ts';

/** How much the server keeps, for its owner. */
export function ServerStorage() {
  const { data } = useServerStorage();
  if (!data) return null;
  return (
    <section className="setting" aria-labelledby="server-storage-title">
      <h2 id="server-storage-title">Storage on the server</h2>
      <p>The data folder takes {bytesInWords(data.bytes)}, everybody’s documents and jobs together.</p>
      <p className="note">
        Finished jobs are cleared away by themselves, and their room is used again. <code>npm run backup -- FILE</code> copies
        everything, also while the server runs.
      </p>
    </section>
  );
}
