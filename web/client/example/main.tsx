import './example.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Example } from './example.tsx';

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Example />
    </StrictMode>,
  );
