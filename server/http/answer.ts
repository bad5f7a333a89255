import type { ServerResponse } from 'node:http';

/**
 * Headers of every answer. Generated text is shown in our pages and its sources can carry instructions meant to leak: so a page loads
 * and calls nothing from elsewhere, and stands in no other page.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** Answers with JSON that nobody keeps. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(value));
}

/** Answers with an error as `/api` documents it. */
export const sendError = (response: ServerResponse, status: number, type: string, message: string): void =>
  sendJson(response, status, { error: { type, message } });
