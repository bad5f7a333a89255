import { err, ok, type Result } from '../shared/kernel/result.ts';
import { isLoopback } from './http/loopback.ts';

/** What the environment settles, read once at the start. Spans in ms. */
export type Config = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** The origin that browsers use, if it is not the one we listen on: `https://name:port`. */
  readonly publicOrigin: string | null;
  readonly anthropic: AnthropicConfig;
  readonly calls: CallConfig;
  readonly leaseMs: number;
  /** Requests of one account to `/api`. */
  readonly apiRatePerMinute: number;
};

export type AnthropicConfig = {
  readonly apiKey: string | null;
  /** Set for any server that speaks the Messages API; counts as configured even without a key. */
  readonly baseUrl: string | null;
  readonly model: string;
  readonly maxOutputTokens: number;
};

export type CallConfig = {
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly max: number;
  readonly maxPerPerson: number;
  readonly maxAttempts: number;
};

/** Only this machine is served, and under no name of the outer world. */
export const isLoopbackMode = ({ host, publicOrigin }: Pick<Config, 'host' | 'publicOrigin'>): boolean =>
  isLoopback(host) && (publicOrigin === null || isLoopback(new URL(publicOrigin).hostname));

/** The environment, as `process.env` has it. An empty value counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment; the error names every wrong value, one to a line, ready to print. */
export function readConfig(env: Environment): Result<Config, string> {
  const problems: string[] = [];
  const read = createReader(env, problems);
  const config: Config = {
    host: readHost(read, problems),
    port: read.integer('PORT', 3000, 0, 65_535),
    dataDir: read.text('DATA_DIR') ?? './data',
    publicOrigin: readPublicOrigin(read, problems),
    anthropic: {
      apiKey: read.text('ANTHROPIC_API_KEY'),
      baseUrl: read.url('ANTHROPIC_BASE_URL')?.href.replace(/\/+$/, '') ?? null,
      model: read.text('MODEL') ?? 'claude-sonnet-5-5',
      maxOutputTokens: read.integer('MAX_OUTPUT_TOKENS', 16_000, 1, 1_000_000),
    },
    calls: {
      firstByteMs: read.integer('CALL_FIRST_BYTE_MS', 600_000, 1, dayMs),
      idleMs: read.integer('CALL_IDLE_MS', 60_000, 1, dayMs),
      max: read.integer('MAX_CALLS', 32, 1, 100_000),
      maxPerPerson: read.integer('MAX_CALLS_PER_PERSON', 3, 1, 100_000),
      maxAttempts: read.integer('MAX_ATTEMPTS', 4, 1, 100),
    },
    leaseMs: read.integer('LEASE_MS', 15_000, 100, dayMs),
    apiRatePerMinute: read.integer('API_RATE_PER_MINUTE', 600, 1, 1_000_000),
  };
  refuseWhatIsNotBuilt(read, problems);
  if (problems.length === 0) return ok(config);
  return err(['Meanwhile cannot start with these settings:', ...problems.map((line) => `  - ${line}`)].join('\n'));
}

const dayMs = 86_400_000;

type Reader = {
  readonly text: (name: string) => string | null;
  readonly integer: (name: string, fallback: number, min: number, max: number) => number;
  readonly url: (name: string) => URL | null;
};

function createReader(env: Environment, problems: string[]): Reader {
  const text = (name: string) => env[name]?.trim() || null;
  return {
    text,
    integer: (name, fallback, min, max) => {
      const given = text(name);
      if (given === null) return fallback;
      const value = Number(given);
      if (/^\d+$/.test(given) && value >= min && value <= max) return value;
      problems.push(`${name} is "${given}"; it takes a whole number from ${min} to ${max}.`);
      return fallback;
    },
    url: (name) => {
      const given = text(name);
      if (given === null) return null;
      const url = URL.parse(given);
      if (url !== null && /^https?:$/.test(url.protocol)) return url;
      problems.push(`${name} is "${given}"; it takes an address that begins with http:// or https://.`);
      return null;
    },
  };
}

const onlyThisMachine =
  'Meanwhile serves only the machine it runs on for now, because other machines would need a way to sign in.';

function readHost(read: Reader, problems: string[]): string {
  const host = read.text('HOST') ?? '127.0.0.1';
  if (!isLoopback(host)) problems.push(`HOST is "${host}". ${onlyThisMachine} Leave it at 127.0.0.1.`);
  return host;
}

function readPublicOrigin(read: Reader, problems: string[]): string | null {
  const url = read.url('PUBLIC_URL');
  if (url === null) return null;
  if (!isLoopback(url.hostname)) problems.push(`PUBLIC_URL is "${url.href}". ${onlyThisMachine} Leave it unset.`);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    problems.push(`PUBLIC_URL is "${url.href}"; it takes an address without a path.`);
  }
  return url.origin;
}

function refuseWhatIsNotBuilt(read: Reader, problems: string[]): void {
  if (read.text('DATABASE_URL') !== null) {
    problems.push('DATABASE_URL is set; this version keeps everything in DATA_DIR and cannot use another database yet.');
  }
  for (const name of ['TLS_CERT', 'TLS_KEY']) {
    if (read.text(name) !== null) problems.push(`${name} is set; this version serves plain HTTP on this machine only.`);
  }
}
