import {
  BREACH_KINDS,
  BREACH_LIMITS,
  type BreachKind,
  type BreachLimit,
  COLLEGES,
  GROUND_CODES,
  type Ground,
  TOLD_HOW,
} from '../../domain/agency/breach-facts.js';
import {
  ActionBody,
  IsCode,
  IsCodes,
  IsCount,
  IsDate,
  IsFlag,
  IsId,
  IsIds,
  IsInstant,
  IsRecords,
  IsText,
  Optional,
} from './action.js';

/** Most persons or cases that one report of a breach names; more are added to it afterwards. */
const AT_MOST = 200;

export class ReportBreach extends ActionBody {
  @IsCode(...BREACH_KINDS) kind: BreachKind;
  /** When it happened, where that is known; `happenedAt` is when it was found. */
  @Optional() @IsInstant() occurredAt?: string;
  @Optional() @IsIds(0, AT_MOST) persons?: string[];
  @Optional() @IsIds(0, AT_MOST) cases?: string[];
  @Optional() @IsIds(0, 50) staff?: string[];
  @IsText() details: string;
}

export class RaiseBreach extends ActionBody {
  /** The case it happened in; left out when it is a person’s whole file. */
  @Optional() @IsId('case') case?: string;
  /** The fact of the case or file that may be a breach. */
  @IsId('fact') fact: string;
  @IsCode(...BREACH_KINDS) kind: BreachKind;
  @Optional() @IsInstant() occurredAt?: string;
  @IsIds(0, AT_MOST) persons: string[];
  /** Staff who had part in it: none of them judges it. */
  @Optional() @IsIds(0, AT_MOST) staff?: string[];
}

export class OnBreach extends ActionBody {
  @IsId('breach') breach: string;
}

export class ExtendBreach extends OnBreach {
  @Optional() @IsIds(0, AT_MOST) persons?: string[];
  @Optional() @IsIds(0, AT_MOST) cases?: string[];
}

export class GroundSaid {
  @IsCode(...GROUND_CODES) ground: Ground;
  @IsFlag() applies: boolean;
}

export class AssessBreach extends OnBreach {
  @IsCode('breach', 'no-breach') finding: 'breach' | 'no-breach';
  /** Each of the seven grounds of O. Reg. 329/04 s. 6.3, once. */
  @IsRecords(GroundSaid, 0, 20) grounds: GroundSaid[];
  @IsFlag() realRisk: boolean;
  /** Day of the discipline or resignation that a College is told of. */
  @Optional() @IsDate() collegeEventOn?: string;
  @IsText() reasons: string;
}

export class ContainBreach extends OnBreach {
  @IsText() measures: string;
}

export class NotifyPersonOfBreach extends OnBreach {
  @IsId('person') person: string;
  @IsCode(...TOLD_HOW) how: (typeof TOLD_HOW)[number];
  /** That the notice says that the person may complain to the Commissioner (PHIPA s. 12(2)). */
  @IsFlag() toldOfRightToComplain: boolean;
  @Optional() @IsText() notice?: string;
}

export class ReportPersonNotReached extends OnBreach {
  @IsId('person') person: string;
  @IsCodes(TOLD_HOW) tried: (typeof TOLD_HOW)[number][];
  @IsText() reasons: string;
}

export class ReportBreachToCommissioner extends OnBreach {
  @Optional() @IsText(500) reference?: string;
}

export class ReportBreachToCollege extends OnBreach {
  @IsCode(...COLLEGES) college: (typeof COLLEGES)[number];
  @Optional() @IsText(500) reference?: string;
}

export class SubmitBreachStatistics extends ActionBody {
  @IsCount(1900, 9_998) year: number;
}

export class ReportBreachDeadlineMissed extends OnBreach {
  @IsCode(...BREACH_LIMITS) limit: BreachLimit;
  @Optional() @IsId('person') person?: string;
}
