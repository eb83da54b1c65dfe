import { CLAUSES, type Clause } from '../../domain/charter.js';
import { APPEAL_OUTCOMES } from '../../domain/complaint/appeal.js';
import { ASKERS, PAPERS, PROCEEDING_CONTENT } from '../../domain/complaint/college-file.js';
import { COLLEGE_OUTCOMES, REVIEW_OUTCOMES, SOURCES, type Source } from '../../domain/complaint/college-track.js';
import {
  CONFLICTS,
  DELIVERIES,
  FINDINGS,
  MEASURES,
  REMEDIES,
  STAGES,
  type Stage,
} from '../../domain/complaint/handling-facts.js';
import { LIMIT_KINDS, type LimitKind } from '../../domain/complaint/limits.js';
import { STANDINGS, TRACKS, type Track } from '../../domain/complaint/lodging.js';
import {
  ActionBody,
  IsCode,
  IsCodes,
  IsCount,
  IsDate,
  IsDigest,
  IsFlag,
  IsId,
  IsIds,
  IsInstant,
  IsRecords,
  IsText,
  Optional,
} from './action.js';

export class AllegationMade {
  /** Clause of the charter that was not kept. */
  @IsCode(...CLAUSES) clause: Clause;
  @IsText() text: string;
}

export class LodgeComplaint extends ActionBody {
  @IsCode('complaint', 'conduct-report') kind: 'complaint' | 'conduct-report';
  @IsCodes(TRACKS) tracks: Track[];
  @IsCode(...STANDINGS) standing: (typeof STANDINGS)[number];
  /** Who complains, when somebody else enters it. */
  @Optional() @IsId('person') complainant?: string;
  /** Whose care it concerns, when not the complainant’s own. */
  @Optional() @IsIds(0, 30) clients?: string[];
  /** May be empty while nobody knows whom it means. */
  @IsIds(0, 10) respondents: string[];
  /** Cases in which it happened; left out or empty: all cases of the clients. */
  @Optional() @IsIds(0, 30) cases?: string[];
  @IsRecords(AllegationMade, 1, 30) allegations: AllegationMade[];
  /** The respondents shall have nothing to do with the client’s care. */
  @IsFlag() notInvolved: boolean;
  @Optional() @IsText(5_000) outcomeSought?: string;
}

/** What an action about one complaint always says. */
export class OnComplaint extends ActionBody {
  @IsId('complaint') complaint: string;
}

export class AddComplaintStatement extends OnComplaint {
  @IsText() statement: string;
}

export class NameRespondent extends OnComplaint {
  @IsId('person') respondent: string;
}

export class OnTrack extends OnComplaint {
  @IsCode(...TRACKS) track: Track;
}

export class WithdrawComplaint extends OnTrack {
  @IsCode('withdrawn', 'settled') because: 'withdrawn' | 'settled';
  @Optional() @IsText() reason?: string;
}

export class DeclareConflict extends OnComplaint {
  @IsId('person') person: string;
  @IsCode(...CONFLICTS) about: (typeof CONFLICTS)[number];
  @Optional() @IsText() reason?: string;
}

export class AssignComplaint extends OnComplaint {
  @IsId('person') assignee: string;
}

export class ServeRespondent extends OnComplaint {
  @IsId('person') respondent: string;
  /** Facts of this complaint that the respondent is given. */
  @IsIds(1, 100) served: string[];
}

export class RespondToComplaint extends OnComplaint {
  /** Whose answer it is, when somebody else enters it. */
  @Optional() @IsId('person') respondent?: string;
  @IsText() answer: string;
}

export class RecordFinding extends OnComplaint {
  @IsId() allegation: string;
  @IsCode(...FINDINGS) finding: (typeof FINDINGS)[number];
  /** Facts or record entries relied on. */
  @IsIds(0, 100) evidenceRelied: string[];
  @IsCode(...REMEDIES) remedy: (typeof REMEDIES)[number];
  @IsText() reasons: string;
}

export class ReportRemedyDone extends OnComplaint {
  @IsId() allegation: string;
}

export class DecideComplaint extends OnComplaint {
  /** Who decides, when not the assignee. */
  @Optional() @IsId('person') decider?: string;
  @IsText() reasons: string;
}

export class DeliverDecision extends OnComplaint {
  @IsCode(...STAGES) of: Stage;
  @IsId('person') party: string;
  @IsCode(...DELIVERIES) how: (typeof DELIVERIES)[number];
  /** Only with evidence; without it the deemed day counts. */
  @Optional() @IsInstant() receivedAt?: string;
}

export class AppealDecision extends OnComplaint {
  /** The party who appeals, when somebody else enters it. */
  @Optional() @IsId('person') by?: string;
  @IsText() grounds: string;
  /** Why an appeal out of time is accepted: the complaints officer’s to say. */
  @Optional() @IsText() acceptedBecause?: string;
}

export class DecideAppeal extends OnComplaint {
  @IsId() appeal: string;
  /** Who decides, when not the assignee. */
  @Optional() @IsId('person') decider?: string;
  @IsCode(...APPEAL_OUTCOMES) outcome: (typeof APPEAL_OUTCOMES)[number];
  @IsText() reasons: string;
}

export class TakeInterimMeasure extends OnComplaint {
  @IsCode(...MEASURES) kind: (typeof MEASURES)[number];
  @IsId('person') respondent: string;
  @Optional() @IsInstant() until?: string;
  @Optional() @IsText() details?: string;
}

export class EndInterimMeasure extends OnComplaint {
  @IsId() measure: string;
}

export class PlaceHold extends OnComplaint {
  @IsCode('case', 'recording') on: 'case' | 'recording';
  @IsId('case') case: string;
  @Optional() @IsId() recording?: string;
  @Optional() @IsText() reason?: string;
}

export class ReleaseHold extends OnComplaint {
  @IsId() hold: string;
}

export class ReportComplaintDeadlineMissed extends OnComplaint {
  @IsCode(...LIMIT_KINDS) limit: LimitKind;
  /** Whose, for limits that each party has of their own. */
  @Optional() @IsId('person') person?: string;
}

/** What a report about the College’s track always may say: who told, and the words. */
export class CollegeReport extends OnComplaint {
  /** Who told the agency; a party who reports is the source. */
  @Optional() @IsCode(...SOURCES) source?: Source;
  @Optional() @IsText() note?: string;
}

export class ReportCollegeComplaint extends CollegeReport {
  /** Left out: unknown. */
  @Optional() @IsDate() filedOn?: string;
}

export class ReportCollegeNotice extends CollegeReport {
  /** The respondent who was told; a respondent who reports is the one. */
  @Optional() @IsId('person') respondent?: string;
  @Optional() @IsDate() receivedOn?: string;
}

export class ReportCollegeResponse extends CollegeReport {
  /** The respondent who answered; a respondent who reports is the one. */
  @Optional() @IsId('person') respondent?: string;
  @Optional() @IsDate() sentOn?: string;
}

export class ReportCollegeDecision extends CollegeReport {
  @IsCode(...COLLEGE_OUTCOMES) outcome: (typeof COLLEGE_OUTCOMES)[number];
  @Optional() @IsDate() decidedOn?: string;
}

/** A report about one party; a party who reports is the one. */
export class PartyReport extends OnComplaint {
  @Optional() @IsCode(...SOURCES) source?: Source;
  @Optional() @IsId('person') party?: string;
}

export class ReportCollegeDecisionReceived extends PartyReport {
  @IsDate() receivedOn: string;
}

export class ReportReviewTimeExtended extends PartyReport {
  @IsCount(1, 366) days: number;
}

export class ReportReviewRequested extends PartyReport {
  @Optional() @IsDate() requestedOn?: string;
  @Optional() @IsText() note?: string;
}

export class ReportReviewDecided extends CollegeReport {
  @IsCode(...REVIEW_OUTCOMES) outcome: (typeof REVIEW_OUTCOMES)[number];
  @Optional() @IsDate() decidedOn?: string;
}

export class KeepCollegePaper extends OnComplaint {
  @IsCode(...PAPERS) kind: (typeof PAPERS)[number];
  @IsDigest() digest: string;
  @Optional() @IsDate() dated?: string;
  @Optional() @IsText() summary?: string;
}

export class ReceiveCollegeDemand extends OnComplaint {
  @IsCode('PHIPA-43-1-b', 'RHPA-76') authority: 'PHIPA-43-1-b' | 'RHPA-76';
  /** SHA-256 of the investigator’s appointment letter. */
  @IsDigest() appointmentLetter: string;
  @IsIds(1, 100) cases: string[];
  @IsCodes(PROCEEDING_CONTENT) scope: (typeof PROCEEDING_CONTENT)[number][];
  @Optional() @IsDate() due?: string;
  @Optional() @IsText() details?: string;
}

export class DiscloseForProceeding extends OnComplaint {
  @IsCode(...ASKERS) to: (typeof ASKERS)[number];
  @IsId('case') case: string;
  @IsIds(1, 30) clients: string[];
  @IsCodes(PROCEEDING_CONTENT) content: (typeof PROCEEDING_CONTENT)[number][];
  @IsIds(0, 400) entries: string[];
  @Optional() @IsId() demand?: string;
  /** SHA-256 of the order or summons; a lawyer’s letter is neither. */
  @Optional() @IsDigest() order?: string;
  @Optional() @IsText() what?: string;
}
