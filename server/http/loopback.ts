/**
 * True for a name or address that only this machine can reach: `localhost` and names under it, 127.0.0.0/8 and ::1.
 * `name` is a host as in a URL, without a port; IPv6 with or without brackets.
 */
export function isLoopback(name: string): boolean {
  const host = name.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1') return true;
  return /^127(\.\d{1,3}){3}$/.test(host);
}

/** True for a socket's other end that is this machine; IPv4 addresses may come in the form of IPv6. */
export const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && isLoopback(address.replace(/^::ffff:/i, ''));

/** The origin of a plain HTTP server: `http://127.0.0.1:3000`, `http://[::1]:3000`. */
export const httpOrigin = (host: string, port: number): string =>
  new URL(`http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`).origin;
