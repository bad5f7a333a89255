import './document.css';
import './text.css';
