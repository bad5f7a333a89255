import { TRPCError } from '@trpc/server';

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
