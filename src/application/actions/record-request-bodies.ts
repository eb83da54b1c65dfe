import { NOTE_KINDS } from '../../domain/person/client-notes.js';
import { GROUNDS } from '../../domain/person/requests-copies-facts.js';
import { CORRECTED_HOW, CORRECTION_REFUSED_BECAUSE } from '../../domain/person/requests-corrections-facts.js';
import {
  ASKED_HOW,
  COMMISSIONER_OUTCOMES,
  EXTENDED_BECAUSE,
  FORMATS,
  NOTICE_BY,
  SCOPES,
  VERIFIED_BY,
} from '../../domain/person/requests-facts.js';
import {
  ActionBody,
  IsCents,
  IsCode,
  IsCount,
  IsDate,
  IsDigest,
  IsFlag,
  IsId,
  IsIds,
  IsRecords,
  IsText,
  Optional,
} from './action.js';

/** Names an entry of the record of a case. */
export class EntryOfCase {
  @IsId('case') case: string;
  @IsId('entry') entry: string;
}

export class RequestRecord extends ActionBody {
  @IsId('person') person: string;
  /** Who asks, when it is not the person and an officer enters it. */
  @Optional() @IsId('person') requester?: string;
  @IsCode(...ASKED_HOW) how: (typeof ASKED_HOW)[number];
  @IsCode(...SCOPES) scope: (typeof SCOPES)[number];
  @Optional() @IsIds(0) cases?: string[];
  @Optional() @IsRecords(EntryOfCase, 0) entries?: EntryOfCase[];
  @Optional() @IsDate() from?: string;
  @Optional() @IsDate() until?: string;
  @IsCode(...FORMATS) format: (typeof FORMATS)[number];
  @Optional() @IsText() words?: string;
}

export class RequestCorrection extends ActionBody {
  @IsId('person') person: string;
  @Optional() @IsId('person') requester?: string;
  @IsCode(...ASKED_HOW) how: (typeof ASKED_HOW)[number];
  /** None: the words describe what is to be corrected. */
  @Optional() @IsRecords(EntryOfCase, 0) entries?: EntryOfCase[];
  /** True: those who were given the uncorrected information are to be told. */
  @IsFlag() tellRecipients: boolean;
  @IsText() words: string;
}

export class OnRequest extends ActionBody {
  @IsId('person') person: string;
  @IsId('request') request: string;
}

export class VerifyRequester extends OnRequest {
  @IsId('person') requester: string;
  @IsCode(...VERIFIED_BY) by: (typeof VERIFIED_BY)[number];
  @Optional() @IsText(1_000) details?: string;
}

export class ClarifyRequest extends OnRequest {
  @IsCode('asked-back', 'answered') step: 'asked-back' | 'answered';
  @IsText() words: string;
}

export class ExtendRequest extends OnRequest {
  @IsCount(1, 1_000) days: number;
  @IsCode(...EXTENDED_BECAUSE) because: (typeof EXTENDED_BECAUSE)[number];
  @IsCode(...NOTICE_BY) noticeBy: (typeof NOTICE_BY)[number];
  @IsText() reasons: string;
}

export class AbandonRequest extends OnRequest {
  @IsText() reasons: string;
}

export class ReportCommissionerComplaint extends OnRequest {
  @Optional() @IsText(200) reference?: string;
}

export class EndCommissionerComplaint extends OnRequest {
  @IsCode(...COMMISSIONER_OUTCOMES) outcome: (typeof COMMISSIONER_OUTCOMES)[number];
}

export class AttachNote extends ActionBody {
  @IsId('person') person: string;
  @IsCode(...NOTE_KINDS) kind: (typeof NOTE_KINDS)[number];
  @IsCode('whole-record', 'entries') to: 'whole-record' | 'entries';
  @Optional() @IsRecords(EntryOfCase, 0) entries?: EntryOfCase[];
  /** The request whose refusal it disagrees with. */
  @Optional() @IsId('request') request?: string;
  @IsText() words: string;
}

const GIVEN_HOW = ['in-person', 'mail', 'e-mail', 'portal', 'collected'] as const;
const TOLD_HOW = ['mail', 'e-mail', 'telephone', 'portal', 'in-person'] as const;

export class EstimateCopyFee extends OnRequest {
  @IsCode(...FORMATS) format: (typeof FORMATS)[number];
  @IsCount(0, 100_000) pages: number;
  @IsCents() cents: number;
}

/** Something withheld, with its ground; without an entry, all of that kind in the case. */
export class Withheld {
  @IsId('case') case: string;
  @Optional() @IsId('entry') entry?: string;
  @IsCode(...GROUNDS) ground: (typeof GROUNDS)[number];
}

export class ConsentOfAnother {
  @IsId('case') case: string;
  @IsId('consent') consent: string;
}

export class JointRequest {
  @IsId('person') person: string;
  @IsId('request') request: string;
}

export class ReleaseRecord extends OnRequest {
  /** Who is given it, if not the person: a representative who was verified. */
  @Optional() @IsId('person') recipient?: string;
  @IsRecords(EntryOfCase, 0) entries: EntryOfCase[];
  @Optional() @IsRecords(Withheld, 0) withheld?: Withheld[];
  @Optional() @IsFlag() severanceConsidered?: boolean;
  @Optional() @IsFlag() complaintRightTold?: boolean;
  /** Consents of other participants, for entries about them. */
  @Optional() @IsRecords(ConsentOfAnother, 0, 50) consents?: ConsentOfAnother[];
  /** Requests of other participants who ask together with the person. */
  @Optional() @IsRecords(JointRequest, 0, 50) jointWith?: JointRequest[];
  @IsCode(...FORMATS) format: (typeof FORMATS)[number];
  /** True when it was asked for electronically and cannot be given so. */
  @Optional() @IsFlag() electronicImpossible?: boolean;
  @IsCode(...GIVEN_HOW) deliveredBy: (typeof GIVEN_HOW)[number];
  @IsDigest() sha256: string;
  /** True when more will follow: the request stays open. */
  @Optional() @IsFlag() moreToCome?: boolean;
  @Optional() @IsText() reasons?: string;
}

export class RefuseRecord extends OnRequest {
  @IsCode(...GROUNDS) ground: (typeof GROUNDS)[number];
  @Optional() @IsFlag() severanceConsidered?: boolean;
  @IsFlag() complaintRightTold: boolean;
  @IsCode(...NOTICE_BY) noticeBy: (typeof NOTICE_BY)[number];
  @IsText() reasons: string;
}

export class CorrectEntry extends OnRequest {
  @IsId('case') case: string;
  @IsId('entry') entry: string;
  @IsCode(...CORRECTED_HOW) how: (typeof CORRECTED_HOW)[number];
  @IsText() corrected: string;
}

export class GrantCorrection extends OnRequest {
  @IsCode(...CORRECTED_HOW) how: (typeof CORRECTED_HOW)[number];
  @IsText() corrected: string;
  /** Who had the uncorrected information, when the person asked that they be told. */
  @Optional() @IsIds(0) recipients?: string[];
}

export class RefuseCorrection extends OnRequest {
  /** None: everything still open. */
  @Optional() @IsRecords(EntryOfCase, 0) entries?: EntryOfCase[];
  @IsCode(...CORRECTION_REFUSED_BECAUSE) because: (typeof CORRECTION_REFUSED_BECAUSE)[number];
  @IsFlag() complaintRightTold: boolean;
  @IsCode(...NOTICE_BY) noticeBy: (typeof NOTICE_BY)[number];
  @IsText() reasons: string;
}

export class ReportRecipientTold extends OnRequest {
  @IsId('person') recipient: string;
  @IsCode('told', 'not-reached') outcome: 'told' | 'not-reached';
  @IsCode(...TOLD_HOW) how: (typeof TOLD_HOW)[number];
}
