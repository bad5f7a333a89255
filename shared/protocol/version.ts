/**
 * The version of all that crosses the wire between a device and the server. Both sides name it; a server that does not know a client's
 * tells it to reload (S6). A test hashes the schemas and fails until this is raised.
 */
export const protocolVersion = 3;
