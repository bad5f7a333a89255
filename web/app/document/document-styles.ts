import './document.css';
import './text.css';
import './print.css';
