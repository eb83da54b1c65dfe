import { ABOUT, CONDUCT_MEASURES } from '../../domain/complaint/conduct-facts.js';
import { FINDINGS } from '../../domain/complaint/handling-facts.js';
import { STANDINGS, TRACKS, type Track } from '../../domain/complaint/lodging.js';
import { ActionBody, IsCode, IsCodes, IsFlag, IsId, IsIds, IsText, Optional } from './action.js';
import { OnComplaint } from './complaint-bodies.js';

export class ReportConduct extends ActionBody {
  @IsCode(...ABOUT) about: (typeof ABOUT)[number];
  @IsCode(...STANDINGS) standing: (typeof STANDINGS)[number];
  /** Who reports, when somebody else enters it. */
  @Optional() @IsId('person') reporter?: string;
  /** Left out while nobody knows who it was. */
  @Optional() @IsId('person') reported?: string;
  @IsText() statement: string;
}

export class NameReportedPerson extends OnComplaint {
  @IsId('person') reported: string;
}

export class DeclareReviewerTies extends OnComplaint {
  /** Who is too near to review it. */
  @IsId('person') reviewer: string;
  @Optional() @IsText() reason?: string;
}

export class TakeUpConductReport extends OnComplaint {
  /** Who reviews it, when not the actor. */
  @Optional() @IsId('person') reviewer?: string;
}

export class ServeConductReport extends OnComplaint {
  /** Facts of this report that the person reported is given. */
  @IsIds(1, 100) served: string[];
}

export class AnswerConductReport extends OnComplaint {
  @IsText() answer: string;
}

export class RecordConductFinding extends OnComplaint {
  @IsId() matter: string;
  @IsCode(...FINDINGS) finding: (typeof FINDINGS)[number];
  /** Told to the reporter too. */
  @IsText() reasons: string;
  @Optional() @IsCodes(CONDUCT_MEASURES) measures?: (typeof CONDUCT_MEASURES)[number][];
  /** What else was agreed; not told to the reporter. */
  @Optional() @IsText() details?: string;
}

const ENDS = ['findings-made', 'withdrawn', 'cannot-be-reviewed'] as const;

export class CloseConductReport extends OnComplaint {
  @IsCode(...ENDS) because: (typeof ENDS)[number];
  @Optional() @IsText() reason?: string;
}

export class TurnReportIntoComplaint extends OnComplaint {
  /** How the reporter agreed, when somebody else lodges it for them. */
  @Optional() @IsCode('written', 'oral') consent?: 'written' | 'oral';
  @IsCodes(TRACKS) tracks: Track[];
  /** Whose care it concerns, when not the reporter’s own. */
  @Optional() @IsIds(0, 30) clients?: string[];
  @Optional() @IsIds(0, 30) cases?: string[];
  @IsText() statement: string;
  /** The respondent shall have nothing to do with the client’s care. */
  @IsFlag() notInvolved: boolean;
  @Optional() @IsText(5_000) outcomeSought?: string;
}
