import '@mantine/core/styles/Input.css';
import './document.css';
import './text.css';
