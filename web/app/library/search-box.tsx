import { IconSearch } from '@tabler/icons-react';
import { pressed } from '../keyboard/shortcuts.ts';
import { usePorts } from '../ports-context.tsx';

/** Where a person types what they look for; Esc empties it, then leaves it. */
export function SearchBox({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { search } = usePorts();
  return (
    <div className="search">
      <IconSearch size={16} stroke={1.75} aria-hidden="true" />
      <input
        type="search"
        aria-label="Search documents"
        aria-keyshortcuts="/"
        placeholder="Search documents"
        value={value}
        onFocus={search.warm}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (!pressed(event, 'leave')) return;
          if (value === '') event.currentTarget.blur();
          else onChange('');
        }}
      />
    </div>
  );
}
