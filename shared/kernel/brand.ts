/**
 * Branded ids: strings and numbers that the compiler keeps apart. The makers below are the only casts;
 * they check form, not existence.
 */
declare const brand: unique symbol;
export type Brand<T, B extends string> = T & { readonly [brand]: B };

/** A person's account, made by the server. Every row belongs to one. */
export type AccountId = Brand<string, 'AccountId'>;
/** One browser profile, made on its first visit. */
export type DeviceId = Brand<string, 'DeviceId'>;
/** One start of an engine (`<device>.<generation>`) or of a server process (`server.<boot>`): who may hold a lease. */
export type DriverId = Brand<string, 'DriverId'>;
/** One start of a server process. */
export type BootId = Brand<string, 'BootId'>;
/** One data folder; changes when the data is restored from a backup. */
export type StoreId = Brand<string, 'StoreId'>;
export type JobId = Brand<string, 'JobId'>;
/** Unique within its job, the same whoever plans it: `outline`, `write:<block id>`. */
export type StepId = Brand<string, 'StepId'>;
/** `<job>/<step>/<attempt>`: the name of one call to the provider. */
export type CallId = Brand<string, 'CallId'>;
/** SHA-256 of a brief's canonical JSON, in hex. */
export type BriefHash = Brand<string, 'BriefHash'>;
/** SHA-256 of a model request's canonical JSON, in hex. */
export type RequestHash = Brand<string, 'RequestHash'>;
export type ProjectId = Brand<string, 'ProjectId'>;
export type DocumentId = Brand<string, 'DocumentId'>;
export type BlockId = Brand<string, 'BlockId'>;
export type RevisionId = Brand<string, 'RevisionId'>;
export type SourceId = Brand<string, 'SourceId'>;
export type AnalysisId = Brand<string, 'AnalysisId'>;
/** Fences a lease: a write that names a smaller epoch than the row's is refused. */
export type LeaseEpoch = Brand<number, 'LeaseEpoch'>;
/** The server's order of one person's rows. */
export type Seq = Brand<number, 'Seq'>;

export const idPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/;

/** True for what may stand as an id on the wire: 1–120 letters, digits, `.`, `_`, `:` or `-`. */
export const isId = (text: string): boolean => idPattern.test(text);

function id<B extends string>(text: string): Brand<string, B> {
  if (!isId(text)) throw new Error(`Not an id: ${text.length} characters`);
  return text as Brand<string, B>;
}

export const accountId = (text: string): AccountId => id(text);
export const deviceId = (text: string): DeviceId => id(text);
export const driverId = (text: string): DriverId => id(text);
export const bootId = (text: string): BootId => id(text);
export const storeId = (text: string): StoreId => id(text);
export const jobId = (text: string): JobId => id(text);
export const stepId = (text: string): StepId => id(text);
export const briefHash = (text: string): BriefHash => id(text);
export const requestHash = (text: string): RequestHash => id(text);
export const projectId = (text: string): ProjectId => id(text);
export const documentId = (text: string): DocumentId => id(text);
export const blockId = (text: string): BlockId => id(text);
export const revisionId = (text: string): RevisionId => id(text);
export const sourceId = (text: string): SourceId => id(text);
export const analysisId = (text: string): AnalysisId => id(text);
export const leaseEpoch = (value: number): LeaseEpoch => value as LeaseEpoch;
export const seq = (value: number): Seq => value as Seq;

/** The name of a call; the only maker of one. */
export const callId = (job: JobId, step: StepId, attempt: number): CallId => `${job}/${step}/${attempt}` as CallId;

/** Reads a call's name back into its parts; null if it is not one. */
export function parseCallId(text: string): { job: JobId; step: StepId; attempt: number; id: CallId } | null {
  const [job, step, attempt, ...rest] = text.split('/');
  if (!job || !step || !attempt || rest.length > 0) return null;
  if (!isId(job) || !isId(step) || !/^[1-9][0-9]{0,5}$/.test(attempt)) return null;
  return { job: job as JobId, step: step as StepId, attempt: Number(attempt), id: text as CallId };
}

/** An engine's start on a device. Generations are counted in IndexedDB and only grow. */
export const engineDriver = (device: DeviceId, generation: number): DriverId => driverId(`${device}.${generation}`);

/** A server process as a driver. */
export const serverDriver = (boot: BootId): DriverId => driverId(`server.${boot}`);

/** The device and generation behind an engine's driver id; null for a server's. */
export function parseEngineDriver(driver: DriverId): { device: DeviceId; generation: number } | null {
  const dot = driver.lastIndexOf('.');
  const generation = Number(driver.slice(dot + 1));
  if (driver.startsWith('server.') || dot < 1 || !Number.isSafeInteger(generation)) return null;
  return { device: driver.slice(0, dot) as DeviceId, generation };
}
