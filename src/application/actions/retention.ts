import {
  CASE_HOLD_REASONS,
  type CaseHoldReason,
  caseHoldFacts,
  caseHoldNotFound,
  placeCaseHold,
  releaseCaseHold,
} from '../../domain/case/case-holds.js';
import {
  flagRetention,
  liftRetentionFlag,
  RETENTION_FLAGS,
  type RetentionFlag,
  retentionFacts,
  retentionFlagNotSet,
} from '../../domain/case/retention.js';
import { caseNotFound } from '../../domain/case/roster.js';
import { ActionBody, action, IsCode, IsDigest, IsId, IsText, leg, Optional } from './action.js';

export class PlaceCaseHold extends ActionBody {
  @IsId('case') case: string;
  @IsCode(...CASE_HOLD_REASONS) because: CaseHoldReason;
  /** Digest of the paper that calls for it. */
  @Optional() @IsDigest() document?: string;
  @IsText() reason: string;
}

export class ReleaseCaseHold extends ActionBody {
  @IsId('case') case: string;
  @IsId('hold') hold: string;
  @IsCode('not-needed', 'proceeding-ended') because: 'not-needed' | 'proceeding-ended';
}

export class FlagRetention extends ActionBody {
  @IsId('case') case: string;
  @IsCode(...RETENTION_FLAGS) flag: RetentionFlag;
  @IsText() reason: string;
}

const onCase = (body: { readonly case: string }): string => `case-${body.case}`;
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aHold = '0190c7a0-0000-7000-8000-0000000000e5';
const flagged = { case: aCase, flag: 'no-limitation-period', reason: 'Limitations Act, 2002, s. 16 (1) (h).' };

export const retentionActions = {
  PlaceCaseHold: action<PlaceCaseHold>({
    body: PlaceCaseHold,
    kind: 'request',
    clauses: ['R9'],
    says: 'Hold a case because of a summons, litigation or an investigation: nothing of it may be destroyed.',
    who: ['privacy-officer'],
    makes: (_body, id) => id('hold'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: one, because, document, reason }: PlaceCaseHold, c) =>
          placeCaseHold(s, { case: one, because, reason, ...(document && { document }) }, c),
      }),
    ],
    states: [caseHoldFacts.CaseHoldPlaced],
    refuses: [caseNotFound],
    example: { case: aCase, because: 'summons', reason: 'Summons of the Superior Court, 12 May.' },
  }),
  ReleaseCaseHold: action<ReleaseCaseHold>({
    body: ReleaseCaseHold,
    kind: 'request',
    clauses: ['R9'],
    says: 'Release a hold: retention runs its course again.',
    who: ['privacy-officer'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: one, hold, because }: ReleaseCaseHold) => releaseCaseHold(s, { case: one, hold, because }),
      }),
    ],
    states: [caseHoldFacts.CaseHoldReleased],
    refuses: [caseNotFound, caseHoldNotFound],
    example: { case: aCase, hold: aHold, because: 'proceeding-ended' },
  }),
  FlagRetention: action<FlagRetention>({
    body: FlagRetention,
    kind: 'request',
    clauses: ['R9'],
    says: 'Keep a record much longer: it may be evidence of something for which the law knows no limitation period.',
    who: ['therapist', 'privacy-officer'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: one, flag, reason }: FlagRetention) => flagRetention(s, { case: one, flag, reason }),
      }),
    ],
    states: [retentionFacts.RetentionFlagged],
    refuses: [caseNotFound],
    example: flagged,
  }),
  LiftRetentionFlag: action<FlagRetention>({
    body: FlagRetention,
    kind: 'request',
    clauses: ['R9'],
    says: 'Keep a record only as long as the rule of the profession says.',
    who: ['privacy-officer'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: one, flag, reason }: FlagRetention) => liftRetentionFlag(s, { case: one, flag, reason }),
      }),
    ],
    states: [retentionFacts.RetentionFlagLifted],
    refuses: [caseNotFound, retentionFlagNotSet],
    example: flagged,
  }),
} as const;
