/** The id of the build that a page, worker or service worker came from: 12 hex digits, or `dev`. */
declare const __BUILD__: string;
