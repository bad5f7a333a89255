import { IconBooks, IconPencilPlus, IconProgress, IconSettings } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useActiveJobs } from '../../store/live.ts';
import { inSilence, latePart } from '../ui/late-part.tsx';
import { ConnectionFoot } from './connection-foot.tsx';
import { useNewDocument } from './new-document.ts';

const TemplateMenu = latePart(async () => (await import('../library/template-menu.tsx')).TemplateMenu, inSilence);

/** The way to everything: at the side, as icons on a narrow window, as a bar below on a phone. */
export function Sidebar() {
  const newDocument = useNewDocument();
  const active = useActiveJobs()?.length ?? 0;
  return (
    <nav className="sidebar" aria-label="Main">
      <div className="sidebar-name" aria-hidden="true">
        <span className="sidebar-mark" />
        <span className="sidebar-label">Meanwhile</span>
      </div>
      <div className="nav-begin">
        <button
          type="button"
          className="nav-item nav-new"
          aria-label="New document"
          title="New document"
          onClick={() => void newDocument()}
        >
          <IconPencilPlus size={20} stroke={1.75} aria-hidden="true" />
          <span className="sidebar-label">
            New<span className="sidebar-more"> document</span>
          </span>
        </button>
        <span className="nav-templates">
          <TemplateMenu />
        </span>
      </div>
      <NavLink to="/" label="Library" icon={<IconBooks size={20} stroke={1.75} aria-hidden="true" />} />
      <NavLink to="/jobs" label="Jobs" count={active} icon={<IconProgress size={20} stroke={1.75} aria-hidden="true" />} />
      <NavLink to="/settings" label="Settings" icon={<IconSettings size={20} stroke={1.75} aria-hidden="true" />} />
      <ConnectionFoot />
    </nav>
  );
}

type NavLinkProps = {
  readonly to: '/' | '/jobs' | '/settings';
  readonly label: string;
  readonly icon: ReactNode;
  readonly count?: number;
};

function NavLink({ to, label, icon, count = 0 }: NavLinkProps) {
  return (
    <Link
      to={to}
      className="nav-item"
      title={label}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
    >
      {icon}
      <span className="sidebar-label">{label}</span>
      {count > 0 && (
        <span className="nav-count">
          <span className="hidden">, </span>
          {count}
          <span className="hidden"> active</span>
        </span>
      )}
    </Link>
  );
}
