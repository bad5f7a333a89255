import { Outlet } from '@tanstack/react-router';
import { Keyboard } from '../keyboard/keyboard.tsx';
import { Banners } from './banners.tsx';
import { DeletionToasts } from './deletion-toasts.tsx';
import { EndToasts } from './end-toasts.tsx';
import { Sidebar } from './sidebar.tsx';
import { ToastRegion } from './toast-region.tsx';
import { TooLateNotices } from './too-late-notices.tsx';

/** The frame around every page. */
export function Shell() {
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <Sidebar />
      <div className="shell-page">
        <Banners />
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <ToastRegion />
      <DeletionToasts />
      <EndToasts />
      <TooLateNotices />
      <Keyboard />
    </div>
  );
}
