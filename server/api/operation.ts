import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { AccountId } from '../../shared/kernel/brand.ts';
import type { Scope } from '../store/identity-tables.ts';
import type { ApiDeps } from './api-deps.ts';
import type { Problem } from './problem.ts';

/** One request that was let in. */
export type Call = {
  readonly deps: ApiDeps;
  readonly account: AccountId;
  /** Of the job in the path; empty where there is none. */
  readonly id: string;
  readonly search: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

/** What an operation answers when it did what was asked: JSON of a shape, or a stream of events. */
export type Answer =
  | {
      readonly type: 'json';
      readonly status: 200 | 201;
      readonly schema: z.ZodType;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly type: 'events'; readonly schemas: Readonly<Record<string, z.ZodType>> };

/** The schemas that parse what comes in; what is documented is made of the very same. */
export type Input = {
  readonly query?: z.ZodObject;
  readonly headers?: Readonly<Record<string, z.ZodType>>;
  readonly body?: { readonly schema: z.ZodType; readonly examples: Readonly<Record<string, unknown>> };
};

/** One thing that a program may ask: what it is for, what it takes and answers, and how it is done. */
export type Operation = {
  /** Its name in documents and generated clients. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Such as `/api/jobs/{id}`; the only thing that varies in a path is a job's id. */
  readonly path: string;
  readonly summary: string;
  /** What a token must allow. */
  readonly scope: Scope;
  readonly input: Input;
  readonly answer: Answer;
  /** Refusals of its own, beside those that every operation has. */
  readonly refusals: readonly Problem['type'][];
  readonly run: (call: Call) => Promise<void>;
};
