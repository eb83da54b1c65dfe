import {
  confirmDestruction,
  destructionAskedAlready,
  destructionHeld,
  destructionNeedsAnother,
  destructionNotAsked,
  destructionNotDue,
  requestDestruction,
  reviewDestructionDue,
  streamsOfRetention,
  withdrawDestruction,
} from '../../domain/case/destruction.js';
import { destructionFacts } from '../../domain/case/destruction-facts.js';
import { caseNotFound } from '../../domain/case/roster.js';
import { ActionBody, action, IsId, leg } from './action.js';

export class RequestDestruction extends ActionBody {
  @IsId('case') case: string;
}

export class ConfirmDestruction extends RequestDestruction {
  @IsId('destruction') destruction: string;
}

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const named = { case: aCase, destruction: '0190c7a0-0000-7000-8000-0000000000d5' };
const onCase = (body: { readonly case: string }): string => `case-${body.case}`;

/** What people do about a destruction; what the service then does is in `destroying`. */
export const destructionActions = {
  RequestDestruction: action<RequestDestruction>({
    body: RequestDestruction,
    kind: 'request',
    clauses: ['R9', 'R7'],
    says: 'Ask that a case be destroyed: its retention must be over under the strictest rule that spans it, and nothing may hold it.',
    who: ['privacy-officer'],
    makes: (_body, id) => id('destruction'),
    legs: [
      leg('case', {
        stream: onCase,
        needsHistory: true,
        also: (_body: RequestDestruction, s, _id, register) => streamsOfRetention(s, register),
        decide: (s, body, c) => requestDestruction(s, body.case, c),
      }),
    ],
    states: [destructionFacts.DestructionRequested],
    refuses: [caseNotFound, destructionAskedAlready, destructionHeld, destructionNotDue],
    example: { case: aCase },
  }),
  ConfirmDestruction: action<ConfirmDestruction>({
    body: ConfirmDestruction,
    kind: 'request',
    clauses: ['R9', 'R7'],
    says: 'Confirm, as a second person, that a case be destroyed: the service then destroys its keys, and nothing brings them back.',
    who: ['privacy-officer', 'manager'],
    legs: [
      leg('case', {
        stream: onCase,
        needsHistory: true,
        also: (_body: ConfirmDestruction, s, _id, register) => streamsOfRetention(s, register),
        decide: (s, body, c) => confirmDestruction(s, { case: body.case, destruction: body.destruction }, c),
      }),
    ],
    states: [destructionFacts.DestructionConfirmed],
    refuses: [caseNotFound, destructionNotAsked, destructionNeedsAnother, destructionHeld, destructionNotDue],
    example: named,
  }),
  WithdrawDestruction: action<ConfirmDestruction>({
    body: ConfirmDestruction,
    kind: 'request',
    clauses: ['R9'],
    says: 'Take back that a case be destroyed, as long as it has not begun.',
    who: ['privacy-officer', 'manager'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: ConfirmDestruction) =>
          withdrawDestruction(s, { case: body.case, destruction: body.destruction }),
      }),
    ],
    states: [destructionFacts.DestructionWithdrawn],
    refuses: [caseNotFound, destructionNotAsked],
    example: named,
  }),
  ReviewDestructionDue: action<RequestDestruction>({
    body: RequestDestruction,
    kind: 'report',
    clauses: ['R9'],
    says: 'The clock says that a case is due to be destroyed, or is not any more.',
    who: ['system'],
    legs: [
      leg('case', {
        stream: onCase,
        needsHistory: true,
        also: (_body: RequestDestruction, s, _id, register) => streamsOfRetention(s, register),
        decide: (s, body, c) => reviewDestructionDue(s, body.case, c),
      }),
    ],
    states: [destructionFacts.DestructionDue, destructionFacts.DestructionNotDue],
    refuses: [caseNotFound],
    example: { case: aCase },
  }),
} as const;
