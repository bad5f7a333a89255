import { TRPCError } from '@trpc/server';
import { z } from 'zod/mini';

/** Why a procedure was not carried out, where its answer has no word for it. */
export type ProcedureRefusal = 'signed_out' | 'not_found' | 'owner_only';

const codes = {
  /** No session: start one, or sign in again. */
  signed_out: 'UNAUTHORIZED',
  /** Not there, or another person's. */
  not_found: 'NOT_FOUND',
  /** Only whoever runs this server may do it. */
  owner_only: 'FORBIDDEN',
} as const satisfies Record<ProcedureRefusal, TRPCError['code']>;

/** The one table from refusals to tRPC's codes. */
export const refusal = (type: ProcedureRefusal): TRPCError => new TRPCError({ code: codes[type], message: type });

/**
 * What a caller is told of an error beside its code: which refusal it is, or where its input does not fit. Never the words of what
 * was thrown: those of a bug may quote a document, and those of a parser quote what they could not read.
 */
export function toldOf({ code, message, cause }: TRPCError): string {
  if (Object.hasOwn(codes, message)) return message;
  if (!(cause instanceof z.core.$ZodError)) return code;
  return cause.issues.map((issue) => [...issue.path.map(String), issue.code].join('.')).join(', ');
}
